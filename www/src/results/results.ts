/** A finished audit in the worker: answers the page's questions from it, so that the page holds only what it shows. */
import { type Report as Handle, transcript } from "analyzer";
import type { ConversationRow, Detection, Format, Report, Transcript } from "../../../npm/index.d.ts";
import type { Filter, FindingRow, Matches, Opened, Overview } from "../protocol.ts";
import type { Audited } from "../reading/audit.ts";
import { type Document, slice } from "../reading/documents.ts";
import { at, type Columns, columns } from "./columns.ts";
import { match } from "./match.ts";
import { overview } from "./overview.ts";

const MIME: Partial<Record<Format, string>> = {
  json: "application/json",
  report: "application/json",
  csv: "text/csv",
  html: "text/html",
  markdown: "text/markdown",
};

export class Results {
  readonly overview: Overview;
  readonly #handle: Handle;
  readonly #report: Report;
  readonly #documents: Document[];
  readonly #columns: Columns;
  #found: Uint32Array;

  constructor({ report, documents, unopened }: Audited) {
    this.#handle = report;
    this.#report = report.value() as Report;
    this.#documents = documents;
    this.#columns = columns(this.#report);
    this.#found = this.#columns.order;
    this.overview = overview(this.#report, this.#columns, unopened);
  }

  match({ filter }: { filter: Filter }): Matches {
    const { found, matches } = match(this.#report, this.#columns, filter);
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
    return this.#report.detections.findIndex(
      (detection) => detection.conversation_id === conversation && (mode === null || detection.failure_mode === mode),
    );
  }

  async open({ index }: { index: number }): Promise<Opened> {
    const conversation = this.#report.conversations[at(this.#columns.conversation, index)] ?? null;
    const siblings = (conversation?.detections ?? [index]).map((sibling) => this.#row(sibling));
    const document = conversation ? this.#documents[conversation.file] : undefined;
    return {
      index,
      detection: this.#detection(index),
      conversation,
      file: document?.name ?? "",
      siblings,
      transcript: conversation && document ? await this.#transcript(document, conversation) : null,
    };
  }

  render({ format }: { format: Format }): Blob {
    return new Blob([this.#handle.render(format)], { type: `${MIME[format] ?? "text/plain"};charset=utf-8` });
  }

  async #transcript(document: Document, { id, start, end }: ConversationRow): Promise<Transcript | null> {
    try {
      return JSON.parse(transcript(await slice(document, start, end), this.#report.options, id)) as Transcript;
    } catch (problem) {
      // A crash of the core must be known; a file that is gone or changed only costs the transcript.
      if (problem instanceof WebAssembly.RuntimeError) throw problem;
      return null;
    }
  }

  #row(index: number): FindingRow {
    const { failure_mode, severity, confidence, explanation, conversation_id } = this.#detection(index);
    const language = this.#report.conversations[at(this.#columns.conversation, index)]?.language ?? null;
    return { index, mode: failure_mode, severity, confidence, explanation, conversation: conversation_id, language };
  }

  #detection(index: number): Detection {
    const detection = this.#report.detections[index];
    if (!detection) throw new RangeError(`There is no finding ${index}.`);
    return detection;
  }
}
