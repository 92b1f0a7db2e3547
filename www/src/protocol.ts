/** What the page and the worker say to each other. */
import type { ConversationRow, Detection, Format, Options, Report, Transcript } from "../../npm/index.d.ts";

/** Files with the paths to show; a folder's files carry their path in it. */
export interface Source {
  name: string;
  file: Blob;
}

export interface Progress {
  /** Bytes read of those on disk. */
  bytes: number;
  total: number;
  conversations: number;
  findings: number;
  /** The file being read. */
  file: string;
}

/** The parts of a report that the summary shows; lists that may be long are cut, with their true length beside. */
export interface Overview {
  tool: Report["tool"];
  options: Options;
  conversations: number;
  messages: number;
  bytes: number;
  summary: Report["summary"];
  corpus: Report["corpus"];
  files: Cut<Report["input"]["files"][number]>;
  skipped: Cut<Report["input"]["skipped"][number]>;
  /** Skipped things by their code. */
  skippedByCode: Record<string, number>;
  warnings: Report["input"]["warnings"];
  authors: Cut<Report["input"]["authors"][number]>;
  /** Languages that findings are in, most frequent first. */
  languages: string[];
}

export interface Cut<T> {
  rows: T[];
  total: number;
}

/** Empty lists allow everything. */
export interface Filter {
  modes: string[];
  severities: string[];
  languages: string[];
  /** 0 to 1. */
  minConfidence: number;
  text: string;
}

/** How many findings there are under a filter; each facet counts under all the other filters. */
export interface Matches {
  total: number;
  modes: Record<string, number>;
  severities: Record<string, number>;
  languages: Record<string, number>;
}

export interface FindingRow {
  /** Index into the report's detections. */
  index: number;
  mode: string;
  severity: Detection["severity"];
  confidence: number;
  explanation: string;
  conversation: string;
  language: string | null;
}

/** A finding with the conversation around it. */
export interface Opened {
  index: number;
  detection: Detection;
  conversation: ConversationRow;
  file: string;
  /** Every finding of the conversation, this one among them. */
  siblings: FindingRow[];
  /** Null if the file cannot be read any more. */
  transcript: Transcript | null;
}

/** Each question with its answer. */
export interface Questions {
  match: [{ filter: Filter }, Matches];
  /** Rows of the last match, worst first. */
  rows: [{ from: number; to: number }, FindingRow[]];
  /** Where a finding stands in the last match, or -1. */
  place: [{ index: number }, number];
  /** The index of a conversation's finding, or -1; any mode when none is given. */
  find: [{ conversation: string; mode: string | null }, number];
  open: [{ index: number }, Opened];
  render: [{ format: Format }, Blob];
}
export type Question = keyof Questions;

export type Command =
  /** With the worker's own script, of which it makes helpers. */
  | { do: "start"; module: WebAssembly.Module; script: string }
  /** Read this export and say nothing. */
  | { do: "warm-up"; bytes: Uint8Array }
  /** To a helper. Batches follow. */
  | { do: "help"; module: WebAssembly.Module; options: Options }
  | { do: "audit"; sources: Source[]; options: Options }
  | { [Q in Question]: { do: "answer"; id: number; question: Q; with: Questions[Q][0] } }[Question];

export type Notice =
  | { is: "ready"; version: string }
  | { is: "progress"; progress: Progress }
  | { is: "done"; overview: Overview }
  | { is: "failed"; failure: Failure }
  | { is: "answer"; id: number; value: unknown }
  | { is: "refused"; id: number; failure: Failure }
  | { is: "requests"; count: number }
  /** Wants a file's bytes from the page, or null if it cannot read them either. */
  | { is: "borrows"; file: Blob; to: MessagePort };

/** Why something could not be done. */
export interface Failure {
  /** A code of the core, or "unreadable", "archive", "nothing", "crash" of the page. */
  code: string;
  /** The core's own sentence, in English; empty where the code says it all. */
  message: string;
}
