/** Types of what the build puts in: packed bytes, bundled scripts, the WebAssembly glue. */

declare module "*?packed" {
  /** Gzipped bytes in base64. */
  const base64: string;
  export default base64;
}

declare module "*?bundled" {
  const script: string;
  export default script;
}

declare module "*.css";

declare module "analyzer" {
  export function initSync(options: { module: WebAssembly.Module }): unknown;
  export function version(): string;
  /** The conversation called `id` in these bytes, or the first, as the JSON of a `Transcript`. */
  export function transcript(bytes: Uint8Array, options: object, id: string): string;
  export class Analyzer {
    constructor(options: object);
    begin(name: string): void;
    push(bytes: Uint8Array): void;
    end(): void;
    /** Ends the file before its end, because it could not be read on. */
    breakOff(reason: string): void;
    /** Conversations and findings so far. */
    counts(): Uint32Array;
    /** From here on sets records aside for helpers. */
    share(): void;
    /** The next batch for a helper; they are counted from 0. */
    batch(): Uint8Array | undefined;
    /** Takes a helper's answers for a batch; without them it is examined here. */
    settle(batch: number, answers?: Uint8Array): void;
    finish(): Report;
  }
  export class Helper {
    constructor(options: object);
    examine(batch: Uint8Array): Uint8Array;
  }
  export class Report {
    /** The report without its rows and findings, whose lists are empty. */
    outline(): import("../../npm/index.d.ts").Report;
    /**
     * Columns of the findings, one behind the other: index of the conversation's row, severity from 0 to 3, confidence in
     * percent, and mode and language as indices into their names.
     */
    columns(): Uint32Array;
    /** `{modes, languages}` as JSON; a language that is not known is "unknown". */
    names(): string;
    /** A conversation's row as JSON. */
    row(number: number): string;
    /** A finding as JSON. */
    finding(index: number): string;
    /** The words of a finding that a reader may look for. */
    words(index: number): string;
    /** Gives the report in one of the formats, piece by piece. */
    render(format: string, give: (piece: string) => void): void;
    free(): void;
  }
}
