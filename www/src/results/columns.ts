/** What filtering and sorting need of each finding, as typed arrays. */
import type { Report } from "../../../npm/index.d.ts";

export const SEVERITIES = ["low", "medium", "high", "critical"] as const;

export interface Columns {
  /** Indices of the findings, worst first: severity, then confidence, then place in the input. */
  order: Uint32Array;
  /** Index into `modes`. */
  mode: Uint8Array;
  /** Index into SEVERITIES. */
  severity: Uint8Array;
  confidence: Float32Array;
  /** Index into `languages`. */
  language: Uint8Array;
  /** Index of the conversation's row, or -1. */
  conversation: Int32Array;
  modes: string[];
  languages: string[];
}

/** Stands for a conversation whose language is not known. */
export const UNKNOWN = "unknown";

export function columns(report: Report): Columns {
  const size = report.detections.length;
  const mode = new Uint8Array(size);
  const severity = new Uint8Array(size);
  const confidence = new Float32Array(size);
  const language = new Uint8Array(size);
  const conversation = new Int32Array(size).fill(-1);
  const modes: string[] = [];
  const languages: string[] = [];
  report.conversations.forEach((row, index) => {
    for (const detection of row.detections) conversation[detection] = index;
  });
  report.detections.forEach((detection, index) => {
    mode[index] = indexIn(modes, detection.failure_mode);
    severity[index] = SEVERITIES.indexOf(detection.severity);
    confidence[index] = detection.confidence;
    language[index] = indexIn(languages, report.conversations[conversation[index] ?? -1]?.language ?? UNKNOWN);
  });
  const order = Uint32Array.from({ length: size }, (_, index) => index).sort(
    (a, b) => at(severity, b) - at(severity, a) || at(confidence, b) - at(confidence, a) || a - b,
  );
  return { order, mode, severity, confidence, language, conversation, modes, languages };
}

/** The value at an index that is known to be inside. */
export function at(column: { readonly [index: number]: number }, index: number): number {
  return column[index] ?? 0;
}

function indexIn(names: string[], name: string): number {
  const found = names.indexOf(name);
  return found >= 0 ? found : names.push(name) - 1;
}
