/** Cuts a message's text at the borders of its quotes and of the lines that a list's marker stands before. */
import type { Evidence, Message } from "../../../../npm/index.d.ts";

export interface Piece {
  text: string;
  /** What stands before it, and is no part of the text: a list's marker, or nothing. */
  marker: string;
  /** The quote that covers it; of several the first. */
  quote: Evidence | null;
  kind: "for" | "against" | null;
}

/** Offsets are UTF-16, as JavaScript counts; those that lie outside are cut to the text. */
export function pieces({ text, markers }: Message, evidence: Evidence[], counter: Evidence[]): Piece[] {
  const quotes = [
    ...evidence.map((quote) => ({ quote, kind: "for" as const })),
    ...counter.map((quote) => ({ quote, kind: "against" as const })),
  ];
  const lines = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  const marked = new Map(markers.map(({ line, text }) => [lines[line], text]));
  const borders = new Set([0, text.length, ...lines.filter((line) => marked.has(line))]);
  for (const { quote } of quotes) {
    for (const border of [quote.start, quote.end]) if (border > 0 && border < text.length) borders.add(border);
  }
  const sorted = [...borders].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, index) => {
    const to = sorted[index + 1] ?? text.length;
    const cover = quotes.find(({ quote }) => quote.start <= from && quote.end >= to);
    return {
      text: text.slice(from, to),
      marker: marked.get(from) ?? "",
      quote: cover?.quote ?? null,
      kind: cover?.kind ?? null,
    };
  });
}
