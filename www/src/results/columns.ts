/** What filtering and sorting need of each finding, as typed arrays. */
import type { Report } from "analyzer";

export const SEVERITIES = ["low", "medium", "high", "critical"] as const;

export interface Columns {
  /** Indices of the findings, worst first: severity, then confidence, then place in the input. */
  order: Uint32Array;
  /** Index of the conversation's row. */
  conversation: Uint32Array;
  /** Index into SEVERITIES. */
  severity: Uint32Array;
  /** Confidence, 0 to 100. */
  percent: Uint32Array;
  /** Index into `modes`. */
  mode: Uint32Array;
  /** Index into `languages`. */
  language: Uint32Array;
  modes: string[];
  languages: string[];
}

/** Stands for a conversation whose language is not known. */
export const UNKNOWN = "unknown";

export function columns(report: Report): Columns {
  const all = report.columns();
  const size = all.length / 5;
  const column = (place: number) => all.subarray(place * size, (place + 1) * size);
  const [severity, percent] = [column(1), column(2)];
  return {
    order: worstFirst(severity, percent),
    conversation: column(0),
    severity,
    percent,
    mode: column(3),
    language: column(4),
    ...(JSON.parse(report.names()) as { modes: string[]; languages: string[] }),
  };
}

/** A bucket for each severity and percent; those in one have their order already. */
function worstFirst(severity: Uint32Array, percent: Uint32Array): Uint32Array {
  const size = severity.length;
  const bucket = (index: number) => (3 - at(severity, index)) * 101 + 100 - at(percent, index);
  /** Where the next of each bucket goes. */
  const places = new Uint32Array(4 * 101 + 1);
  for (let index = 0; index < size; index++) places[bucket(index) + 1] = at(places, bucket(index) + 1) + 1;
  for (let next = 1; next < places.length; next++) places[next] = at(places, next) + at(places, next - 1);
  const order = new Uint32Array(size);
  for (let index = 0; index < size; index++) {
    const place = at(places, bucket(index));
    places[bucket(index)] = place + 1;
    order[place] = index;
  }
  return order;
}

/** The value at an index that is known to be inside. */
export function at(column: { readonly [index: number]: number }, index: number): number {
  return column[index] ?? 0;
}
