/** A share with its interval on a line from nothing to `max`; the numbers stand beside it as text. */
import type { Rate } from "../../../../npm/index.d.ts";

const WIDTH = 240;
const HEIGHT = 20;
/** Room for half a dot at both ends. */
const EDGE = 6;

export function IntervalPlot({ rate, max = 1, tone = "" }: { rate: Rate; max?: number; tone?: string }) {
  const x = (share: number) => EDGE + (Math.min(share, max) / max) * (WIDTH - 2 * EDGE);
  const { rate: share, low, high } = rate;
  return (
    <svg class={`interval ${tone}`} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <line class="axis" x1={x(0)} x2={x(max)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      {share !== null && low !== null && high !== null && (
        <>
          <line class="whisker" x1={x(low)} x2={x(high)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
          <line class="dot" x1={x(share)} x2={x(share)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
        </>
      )}
    </svg>
  );
}

/** The end of an axis on which all these rates and their intervals have room. */
export function roomFor(rates: Rate[]): number {
  const widest = Math.max(0, ...rates.map(({ high, of }) => (of > 0 ? (high ?? 0) : 0)));
  return [0.05, 0.1, 0.2, 0.4, 0.6].find((end) => widest <= end) ?? 1;
}
