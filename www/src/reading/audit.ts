/** Reads all documents through the core, telling how far it is. */
import { Analyzer, type Report } from "analyzer";
import type { Options } from "../../../npm/index.d.ts";
import type { Helpers } from "../../../npm/lib/helpers.js";
import { helpersOf, type Made } from "../helper.ts";
import type { Progress, Source } from "../protocol.ts";
import { gathered } from "./chunks.ts";
import { type Document, documents } from "./documents.ts";
import { Unreadable } from "./unreadable.ts";

/** Bytes that are read at once: where every line is a conversation, more of them take longer than PACE. */
const PORTION = 256 * 1024;
/** Milliseconds between two reports of progress: smooth for the eye, cheap for the page. */
const PACE = 70;

export interface Audited {
  report: Report;
  /** In the order of the report's files. */
  documents: Document[];
  /** Chosen files that could not be opened at all. */
  unopened: { name: string; problem: Unreadable }[];
}

export async function audit(
  made: Made,
  sources: Source[],
  options: Options,
  tell: (progress: Progress) => void,
): Promise<Audited> {
  const { found, unopened } = await openAll(sources);
  const analyzer = new Analyzer(options);
  const helpers = helpersOf(analyzer, options, made);
  try {
    await read(analyzer, helpers, found, tell);
  } finally {
    helpers.end();
  }
  return { report: analyzer.finish(), documents: found, unopened };
}

async function read(analyzer: Analyzer, helpers: Helpers, found: Document[], tell: (progress: Progress) => void) {
  const total = found.reduce((sum, document) => sum + document.size, 0);
  let bytes = 0;
  let due = 0;
  for (const document of found) {
    const report = (atOnce: boolean) => {
      if (!atOnce && performance.now() < due) return;
      due = performance.now() + PACE;
      const [conversations = 0, findings = 0] = analyzer.counts();
      tell({ bytes, total, conversations, findings, file: document.name });
    };
    const before = bytes;
    const count = (read: number) => {
      bytes += read;
    };
    analyzer.begin(document.name);
    report(false);
    try {
      for await (const chunk of gathered(await document.open(count))) {
        for (let at = 0; at < chunk.length; at += PORTION) {
          analyzer.push(chunk.subarray(at, at + PORTION));
          helpers.grow(document.size);
          await helpers.deal();
          report(false);
        }
      }
      await helpers.settled();
      // A browser that ends a stream early without an error must not pass for the end of the file.
      if (bytes - before !== document.size) throw new Unreadable("unreadable");
      analyzer.end();
    } catch (problem) {
      const unreadable = Unreadable.from(problem, document.plain === null);
      if (!unreadable) throw problem;
      if (found.length === 1) throw unreadable;
      analyzer.breakOff(unreadable.message);
    }
    if (document === found.at(-1)) report(true);
  }
}

/** Compiles what an audit runs, with an export of which nobody hears anything. */
export function warmUp(bytes: Uint8Array) {
  const analyzer = new Analyzer({});
  analyzer.begin("");
  analyzer.push(bytes);
  analyzer.end();
  analyzer.finish().free();
}

/** One file that cannot be opened does not spoil the others; if none can, that is the answer. */
async function openAll(sources: Source[]): Promise<{ found: Document[]; unopened: Audited["unopened"] }> {
  const found: Document[] = [];
  const unopened: Audited["unopened"] = [];
  for (const source of sources) {
    try {
      found.push(...(await documents(source)));
    } catch (thrown) {
      if (!(thrown instanceof Unreadable)) throw thrown;
      unopened.push({ name: source.name, problem: thrown });
    }
  }
  if (found.length === 0 && unopened[0]) throw unopened[0].problem;
  return { found, unopened };
}
