/** A finished audit in the worker: answers the page's questions from it, so that the page holds only what it shows. */
import { type Report as Handle, transcript } from "analyzer";
import type { ConversationRow, Detection, Format, Transcript } from "../../../npm/index.d.ts";
import type { Filter, FindingRow, Matches, Opened, Overview } from "../protocol.ts";
import type { Audited } from "../reading/audit.ts";
import { type Document, slice } from "../reading/documents.ts";
import { at, type Columns, columns, UNKNOWN } from "./columns.ts";
import { match } from "./match.ts";
import { overview } from "./overview.ts";
import { Haystacks } from "./search.ts";

const MIME: Partial<Record<Format, string>> = {
  json: "application/json",
  report: "application/json",
  csv: "text/csv",
  html: "text/html",
  markdown: "text/markdown",
};

export class Results {
  readonly overview: Overview;
  readonly #report: Handle;
  readonly #documents: Document[];
  readonly #columns: Columns;
  readonly #texts: Haystacks;
  #found: Uint32Array;

  constructor({ report, documents, unopened }: Audited) {
    this.#report = report;
    this.#documents = documents;
    this.#columns = columns(report);
    this.#texts = new Haystacks(report, this.#columns.order.length);
    this.#found = this.#columns.order;
    this.overview = overview(report.outline(), this.#columns, unopened);
  }

  match({ filter }: { filter: Filter }): Matches {
    const { found, matches } = match(this.#columns, this.#texts, filter);
    this.#found = found;
    return matches;
  }

  rows({ from, to }: { from: number; to: number }): FindingRow[] {
    return Array.from(this.#found.subarray(from, to), (index) => this.#row(index));
  }

  place({ index }: { index: number }): number {
    return this.#found.indexOf(index);
  }

  find({ conversation, mode }: { conversation: string; mode: string | null }): number {
    // The JSON of a finding begins with its conversation.
    const beginning = `{"conversation_id":${JSON.stringify(conversation)},`;
    return this.#columns.mode.findIndex(
      (own, index) =>
        (mode === null || this.#columns.modes[own] === mode) && this.#report.finding(index).startsWith(beginning),
    );
  }

  async open({ index }: { index: number }): Promise<Opened> {
    const conversation: ConversationRow = JSON.parse(this.#report.row(at(this.#columns.conversation, index)));
    const document = this.#documents[conversation.file];
    return {
      index,
      detection: this.#detection(index),
      conversation,
      file: document?.name ?? "",
      siblings: conversation.detections.map((sibling) => this.#row(sibling)),
      transcript: document ? await this.#transcript(document, conversation) : null,
    };
  }

  render({ format }: { format: Format }): Blob {
    const pieces: string[] = [];
    this.#report.render(format, (piece) => pieces.push(piece));
    return new Blob(pieces, { type: `${MIME[format] ?? "text/plain"};charset=utf-8` });
  }

  async #transcript(document: Document, { id, start, end }: ConversationRow): Promise<Transcript | null> {
    try {
      return JSON.parse(transcript(await slice(document, start, end), this.overview.options, id)) as Transcript;
    } catch (problem) {
      // A crash of the core must be known; a file that is gone or changed only costs the transcript.
      if (problem instanceof WebAssembly.RuntimeError) throw problem;
      return null;
    }
  }

  #row(index: number): FindingRow {
    const { failure_mode, severity, confidence, explanation, conversation_id } = this.#detection(index);
    const name = this.#columns.languages[at(this.#columns.language, index)];
    const language = name === undefined || name === UNKNOWN ? null : name;
    return { index, mode: failure_mode, severity, confidence, explanation, conversation: conversation_id, language };
  }

  #detection(index: number): Detection {
    if (index >= this.#columns.order.length) throw new RangeError(`There is no finding ${index}.`);
    return JSON.parse(this.#report.finding(index));
  }
}
