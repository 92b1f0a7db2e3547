/** Types of chatbot-audit: what goes in, what comes out. */

/** The seven ways in which a support bot fails its customers. */
export type FailureMode =
  | "death_loop"
  | "silent_churn"
  | "escalation_burial"
  | "sentiment_collapse"
  | "confident_lies"
  | "brand_damage"
  | "confident_misinformation";
export type Severity = "low" | "medium" | "high" | "critical";
export type RecommendedAction = "escalate" | "flag" | "alert" | "override" | "follow_up" | "prevent";
export type Role = "customer" | "bot" | "human";
export type Language = "en" | "fr" | "de" | "es" | "it" | "pt" | "nl";
export type Format = "text" | "json" | "report" | "markdown" | "html" | "csv" | "sarif" | "junit";

/** One quoted message, or part of it. */
export interface Evidence {
  /** Counts the messages that the customer could see; the opening message is 0. */
  message_index: number;
  /** A substring of that message's text. */
  quote: string;
  /** Why it is quoted. */
  note: string;
  role: Role;
  /** The part's id in the export, where it has one. */
  part_id?: string;
  /** UTF-16 offsets of the quote in the message's text. */
  start: number;
  end: number;
}

export interface Detection {
  conversation_id: string;
  detector: FailureMode | (string & {});
  failure_mode: FailureMode | (string & {});
  severity: Severity;
  /** 0 to 1, calibrated: of findings at 0.8 about 80 % are right on labelled conversations. */
  confidence: number;
  explanation: string;
  evidence: Evidence[];
  /** What speaks against the finding. */
  counter_evidence: Evidence[];
  recommended_action: RecommendedAction;
  metadata: Record<string, unknown>;
}

/** A share with its count, its denominator and its 95 % Wilson interval. `rate` is null when `of` is 0. */
export interface Rate {
  count: number;
  of: number;
  rate: number | null;
  low: number | null;
  high: number | null;
}

export interface ModeSummary extends Rate {
  /** Findings of this mode; `count` counts the conversations that have at least one. */
  findings: number;
}

export interface InputFile {
  name: string;
  /** Bytes read (after decompression). */
  bytes: number;
  /** What the file was taken for: "intercom", "native", "webhook", "airbyte", … */
  format: string;
  conversations: number;
}

export type PersonalData =
  | "name"
  | "email"
  | "phone"
  | "card"
  | "iban"
  | "address"
  | "ip"
  | "national_id"
  | "order"
  | "secret";

/** Something that could not be read; the rest was analysed. */
export interface Skipped {
  file: string;
  /** Byte offset in the (decompressed) file. */
  offset: number;
  /** The conversation's id, where it could be read. */
  id?: string;
  /** Stable word: "not-json", "cut-off", "part", "no-messages", "preview", "empty", … */
  code: string;
  reason: string;
}

export interface Warning {
  code: string;
  message: string;
}

/** Who wrote, what they were taken for and why; `bots` in the options overrides it. */
export interface Author {
  id?: string;
  name?: string;
  email?: string;
  role: Role;
  reason: string;
  messages: number;
}

export type EscalationReason =
  | "asked_for_person"
  | "long_unresolved"
  | "frustrated"
  | "refund"
  | "complaint"
  | "cancellation";
/** What the platform says of the AI agent's result. */
export type Resolution =
  | "confirmed"
  | "assumed"
  | "escalated"
  | "negative_feedback"
  | "procedure_handoff"
  | "abandoned";
/** What an outcome was billed for; `_contrary` where findings speak against it, `returned` where the customer came back. */
export type Outcome =
  | "confirmed"
  | "confirmed_contrary"
  | "assumed"
  | "assumed_contrary"
  | "returned"
  | "handoff"
  | "qualification"
  | "disqualification";

export interface ConversationRow {
  id: string;
  /** Index into input.files, and the byte range of its JSON there; of one that came in pieces, the whole file. */
  file: number;
  start: number;
  end: number;
  /** "zxx" of exports that hold no words, null where it is not known. */
  language: Language | (string & {}) | null;
  customer_messages: number;
  bot_messages: number;
  human_messages: number;
  /** A bot took part with more than scripted lines, or the export says that the AI agent did. */
  bot_took_part: boolean;
  created_at: number | null;
  /** Seconds from the customer's first message to the first answer by anybody; scripted lines are no answers. */
  first_response_time: number | null;
  /** Seconds from the first message to the last close. */
  resolution_time: number | null;
  /** Seconds from the request for a person (or the hand-over) to the first message by one. */
  time_to_human: number | null;
  /** A human wrote, or the platform says that it was handed over. */
  escalated: boolean;
  /** Index of the message after which it was handed over, or with which a person first wrote. */
  escalated_at: number | null;
  /** Why it should have been, judged by what came before the first message by a person. */
  should_escalate: EscalationReason[];
  /** As exported. */
  resolution: Resolution | null;
  /** The dashboard counts it as resolved. */
  reported_resolved: boolean;
  /** Resolved by the bot alone, says the platform. */
  auto_resolved: boolean;
  rating: number | null;
  cx_score: number | null;
  channel: string | null;
  tags: string[];
  /** Articles that the bot used. */
  sources: string[];
  /** What was found says, more likely than not, that the customer did not get what they came for. */
  contrary_evidence: boolean;
  /** The billed outcome, where there is one. */
  outcome: Outcome | null;
  /** Index of the conversation with which the same contact came back within 7 days. */
  returned_in: number | null;
  /** Indices into detections. */
  detections: number[];
}

export interface Report {
  schema_version: 1;
  tool: { name: string; version: string };
  options: Options;
  input: {
    files: InputFile[];
    conversations: number;
    messages: number;
    skipped: Skipped[];
    /** What redaction took out, where it was asked for. */
    redacted?: Partial<Record<PersonalData, number>>;
    warnings: Warning[];
    authors: Author[];
  };
  summary: {
    findings: number;
    /** Conversations with at least one finding. */
    affected: Rate;
    /** By the names of the detectors that ran. */
    by_mode: Partial<Record<FailureMode, ModeSummary>> & Record<string, ModeSummary>;
    by_severity: Record<Severity, number>;
  };
  detections: Detection[];
  conversations: ConversationRow[];
  corpus: Corpus;
}

/** One share less another, with its 95 % Newcombe interval. */
export interface Difference {
  difference: number;
  low: number;
  high: number;
}

/** Conversations with findings among those scored 1 or 2 and among those scored 4 or 5. */
export interface Agreement {
  low: Rate;
  high: Rate;
  /** `low` less `high`: above 0 where score and findings agree. */
  difference: Difference | null;
}

/** Conversations that have something in common, against all others. */
export interface Segment {
  by: "tag" | "channel" | "language" | "source";
  value: string;
  /** Conversations with a finding, of those in the segment. */
  share: Rate;
  /** The same for all others. */
  rest: Rate;
  /** q-value over all tested segments (Fisher's exact test, Benjamini-Hochberg); null where it was not tested. */
  q: number | null;
  verdict: "higher" | "lower" | "no_clear_difference" | "too_few";
}

/** Numbers about the whole file. */
export interface Corpus {
  /** When the oldest conversation began, Unix seconds. */
  from: number | null;
  /** Up to when the export is taken to reach: the option `now`, or else the newest moment in it. */
  to: number | null;
  /** Shares of the conversations in which a bot took part, but for `durable`. */
  resolution: {
    /** Reported as resolved by the bot. */
    reported: Rate;
    /** The customer said that it helped, says the platform. */
    confirmed: Rate;
    /** The customer stopped writing. */
    assumed: Rate;
    /** Reported as resolved by the bot and without contrary evidence. */
    evidence_adjusted: Rate;
    /** The same contact did not come back within 7 days; of those resolved whose 7 days lie within the export. */
    durable: Rate;
    /** Resolved ones whose 7 days end after the export does. */
    durable_unobserved: number;
  };
  /** Of conversations whose contact is known and whose 7 days lie within the export. */
  repeat_contact: Rate;
  /** Of conversations in which a bot took part; `missed`: of those with a reason, those that nobody took over and the customer did not confirm. */
  escalation: { escalated: Rate; should: Rate; missed: Rate };
  /** Kaplan-Meier estimate of the seconds from the request for a person to the first human message. */
  time_to_human: {
    requests: number;
    answered: number;
    median: number | null;
    curve: { seconds: number; waiting: number }[];
  };
  /** Median seconds. */
  first_response_time: number | null;
  resolution_time: number | null;
  /** Customers' ratings and the platform's own score beside the findings. */
  csat: Agreement;
  cx_score: Agreement;
  /** Billed outcomes times the price list; `disputed` is the part that contrary evidence speaks against. */
  money: {
    currency: string;
    outcomes: number;
    billed: number;
    disputed_outcomes: number;
    disputed: number;
    /** Every kind of outcome has its line. */
    ledger: { outcome: Outcome; count: number; amount: number }[];
  };
  /** Conversations by language; "unknown" for the rest. */
  languages: Record<string, number>;
  /** By kind, the largest first, at most 100 of each. */
  segments: Segment[];
}

export interface Policy {
  allowed_commitments?: string[];
  disallowed_commitment_topics?: string[];
}

export interface Facts {
  facts: Record<string, string | number | boolean>;
  aliases?: Record<string, string[]>;
}

export interface Options {
  /** Only these detectors; all by default. */
  detectors?: string[];
  /** Ids, e-mail addresses or names of authors that are bots although they post as teammates. */
  bots?: string[];
  lang?: "auto" | Language;
  policy?: Policy;
  facts?: Facts;
  /** An Intercom articles export as text (list or search payload, or one article a line). */
  articles?: string;
  /** The moment to judge from, ISO 8601 or Unix seconds; the newest moment in the input by default. */
  now?: string | number;
  redact?: boolean;
  /** Price of each billed outcome. */
  prices?: {
    currency?: string;
    resolution?: number;
    procedure_handoff?: number;
    disqualification?: number;
    qualification?: number;
  };
}

/** A quote in a finding of a custom detector. */
export interface CustomEvidence {
  /** Index of the message in the transcript. */
  message_index: number;
  /** A part of that message's text, as it stands there; its first place counts. */
  quote: string;
  /** Why it is quoted. */
  note?: string;
}

/** What a custom detector found. */
export interface CustomFinding {
  severity: Severity;
  /** 0 to 1: how likely it is right. */
  confidence: number;
  explanation: string;
  /** At least one quote. */
  evidence: CustomEvidence[];
  counter_evidence?: CustomEvidence[];
  /** "flag" by default. */
  recommended_action?: RecommendedAction;
  /** Whatever JSON can hold. */
  metadata?: Record<string, unknown>;
}

/** A rule of your own, which runs beside the built-in detectors. */
export interface CustomDetector {
  /** Small letters, digits and _; also the failure mode of its findings. No built-in detector may have it. */
  name: string;
  /**
   * What it finds in a conversation; nothing for a healthy one. The row lacks what only the whole input tells. Equal
   * conversations must give equal findings. What it throws ends the audit.
   */
  examine(conversation: Transcript, row: ConversationRow): CustomFinding[] | null | undefined;
}

/** One message of a transcript. */
export interface Message {
  index: number;
  role: Role;
  author: string | null;
  text: string;
  /** What its reader saw in front of the items of lists: the line of the text, from 0 on, and "- " or "1. ", indented. */
  markers: { line: number; text: string }[];
  part_id: string | null;
  /** Unix seconds. */
  at: number | null;
  /** Names of attachments, "image" for inline images, "card" for cards of the messenger. */
  attachments: string[];
  /** Quick replies that were shown below it. */
  options: string[];
  redacted: boolean;
}

/** A note, or something that happened, between messages. */
export interface Aside {
  /** Stands before this message. */
  before: number;
  kind: "note" | "event";
  name: string;
  text: string;
  author: string | null;
  at: number | null;
}

export interface Transcript {
  id: string;
  messages: Message[];
  asides: Aside[];
}

/** One of the built-in detectors. */
export interface DetectorInfo {
  name: FailureMode;
  title: string;
  summary: string;
  action: RecommendedAction;
  /** What it finds, why it matters, how it decides, what it leaves alone, how well, and an example; in Markdown. */
  docs: string;
  /** The numbers in its rules. */
  thresholds: { name: string; value: number; meaning: string }[];
}

/** A conversation with its findings, before the whole input is known: the report may take findings back. */
export interface Examined {
  conversation: ConversationRow;
  detections: Detection[];
}

/** A Blob, a File, or whatever can be streamed like one. */
export interface FileLike {
  readonly name?: string;
  /** Bytes, null where that is not known. */
  readonly size: number | null;
  stream(): ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;
}

/**
 * An export: text, bytes, a Blob or File or several, a stream of bytes or text, or JSON that is parsed already.
 * Gzip is unpacked. Large exports should come as a Blob or a stream: then memory does not grow with them.
 */
export type Source =
  | string
  | ArrayBuffer
  | ArrayBufferView
  | FileLike
  | readonly FileLike[]
  | ReadableStream<Uint8Array | string>
  | AsyncIterable<Uint8Array | string>
  | object;

export interface AuditorOptions extends Options {
  /** Rules of your own; `detectors` chooses among them too. */
  customDetectors?: readonly CustomDetector[];
}

export interface AuditOptions extends AuditorOptions {
  /**
   * How many workers may read one file beside each other; by default as many as there are processors, 8 at most, and one where
   * the file is small. The report is the same with any number. In browsers only AuditWorker has more than one.
   */
  workers?: number;
  /** Called after each chunk with the bytes read so far, and with all that there are where that is known. */
  onProgress?: (progress: { bytes: number; total: number | null }) => void;
  /** Stops the audit; the promise is rejected with the signal's reason. */
  signal?: AbortSignal;
}

/** What every function throws: `code` is stable, `offset` is a byte of the input or null. */
export class AuditError extends Error {
  readonly code: string;
  readonly offset: number | null;
}

/** Reads a whole source and reports. */
export function audit(source: Source, options?: AuditOptions): Promise<Report>;

/**
 * Gives each conversation with its findings as soon as it is read; breaking off frees everything. Returns the report, which
 * alone knows what the whole file takes back or adds.
 */
export function auditStream(source: Source, options?: AuditOptions): AsyncGenerator<Examined, Report, undefined>;

/** The same piece by piece, without waiting. In browsers, `await init()` first. */
export class Auditor {
  constructor(options?: AuditorOptions);
  /** Begins a file; `name` stands in the report. The one before ends. */
  begin(name: string): void;
  /** Reads on, any number of bytes; begins a file if there is none. */
  push(bytes: Uint8Array): void;
  /** Ends the file. */
  end(): void;
  /** Ends the file early because it cannot be read on; the report lists the reason. */
  breakOff(reason: string): void;
  /** The conversations examined since the last call. */
  drain(): Examined[];
  /** Ends the audit. */
  finish(): Report;
  /** Gives the memory back without a report; not needed after `finish`. */
  free(): void;
}

/**
 * The conversation called `id` in these bytes for a reader, or the first; such as the bytes from `start` to `end` of a
 * row, and its id.
 */
export function transcript(source: Uint8Array | string, options?: Options, id?: string): Transcript;

/**
 * The text of an HTML message body: lines trimmed and at most one blank line between them as in transcripts, or
 * exactly what a browser gives as `innerText`. In browsers, `await init()` first.
 */
export function htmlToText(html: string, options?: { mode?: "transcript" | "innerText" }): string;

/** A text without personal data, and how much of each kind was taken out. */
export interface Redacted {
  text: string;
  counts: Partial<Record<PersonalData, number>>;
}

/**
 * Takes personal data out of a text: e-mail addresses, phone and card numbers, and the like, each with a stand-in.
 * Names are known only inside conversations: for those there is the option `redact`. In browsers, `await init()` first.
 */
export function redact(text: string): Redacted;

/** All formats of `render`. */
export const FORMATS: readonly Format[];

/** A report as text in a format. In browsers, `await init()` first. */
export function render(report: Report, format: Format): string;

/** One rate before and after. */
export interface ComparisonLine {
  /** "affected", a failure mode, or the rate's path in the report. */
  name: string;
  before: Rate;
  after: Rate;
  /** `after` less `before`, with its 95 % interval. */
  difference: Difference | null;
  /** Chance that this or more comes by chance, corrected for the number of lines; null where it was not tested. */
  q: number | null;
  verdict: "worse" | "better" | "no clear difference" | "too few";
}

export interface Comparison {
  lines: ComparisonLine[];
  /** Any line got worse, and chance does not explain it. */
  regressed: boolean;
}

export type ComparisonFormat = "text" | "markdown" | "json";

/** What got better or worse between two reports. In browsers, `await init()` first. */
export function compare(before: Report, after: Report): Comparison;
export function compare(before: Report, after: Report, format: ComparisonFormat): string;

/** All detectors. In browsers, `await init()` first. */
export function detectors(): DetectorInfo[];

/** The engine's version. In browsers, `await init()` first. */
export function version(): string;

/**
 * Loads the engine, from its own .wasm or from what is given. `audit` and `auditStream` do it by themselves;
 * the other functions need it done in browsers and have it done in Node.
 */
export function init(source?: string | URL | Request | Response | BufferSource | WebAssembly.Module): Promise<void>;
