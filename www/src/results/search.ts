/** Text search that minds neither case nor accents. */
import type { Detection } from "../../../npm/index.d.ts";

const MARKS = /\p{M}/gu;

export function folded(text: string): string {
  return text.normalize("NFD").replace(MARKS, "").toLowerCase();
}

/** All words of a finding that a reader may look for. */
export function haystack({
  conversation_id,
  failure_mode,
  explanation,
  evidence,
  counter_evidence,
}: Detection): string {
  const quotes = [...evidence, ...counter_evidence].flatMap(({ quote, note }) => [quote, note]);
  return folded([conversation_id, failure_mode, explanation, ...quotes].join("\n"));
}
