/** Text search that minds neither case nor accents. */
import type { Report } from "analyzer";

const MARKS = /\p{M}/gu;
const PLAIN = /^[\0-\x7f]*$/;

export function folded(text: string): string {
  return (PLAIN.test(text) ? text : text.normalize("NFD").replace(MARKS, "")).toLowerCase();
}

/** The words of each finding, folded when they are first looked at. */
export class Haystacks {
  readonly #report: Report;
  readonly #texts: string[];

  constructor(report: Report, size: number) {
    this.#report = report;
    this.#texts = new Array(size);
  }

  of(index: number): string {
    this.#texts[index] ??= folded(this.#report.words(index));
    return this.#texts[index];
  }
}
