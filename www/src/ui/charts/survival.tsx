/** A Kaplan-Meier curve: the share still waiting, step by step. */
import { duration, percent } from "../../i18n/format.ts";

export interface Step {
  seconds: number;
  /** 0 to 1. */
  waiting: number;
}

const WIDTH = 640;
const HEIGHT = 220;
const LEFT = 60;
const BOTTOM = 28;
const TOP = 10;
const RIGHT = 12;
/** Times that people think in, from half a minute to a month. */
const TICKS = [30, 60, 300, 900, 3_600, 4 * 3_600, 12 * 3_600, 86_400, 3 * 86_400, 7 * 86_400, 30 * 86_400];

export function SurvivalCurve({ curve, label }: { curve: Step[]; label: string }) {
  const last = Math.max(60, curve.at(-1)?.seconds ?? 0);
  const first = Math.min(30, ...curve.filter(({ seconds }) => seconds > 0).map(({ seconds }) => seconds));
  // Waits range from seconds to days, so the axis is logarithmic.
  const span = Math.log(last * 1.15) - Math.log(first);
  const x = (seconds: number) =>
    LEFT + Math.max(0, (Math.log(Math.max(seconds, first)) - Math.log(first)) / span) * (WIDTH - LEFT - RIGHT);
  const y = (waiting: number) => TOP + (1 - waiting) * (HEIGHT - TOP - BOTTOM);
  const path = curve.map(({ seconds, waiting }) => `H${x(seconds).toFixed(1)}V${y(waiting).toFixed(1)}`).join("");
  const ticks = TICKS.filter((tick) => tick >= first && tick <= last * 1.15);
  const shown = ticks.filter((_, index) => index % Math.ceil(ticks.length / 6) === 0);
  return (
    <svg class="survival" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line class="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(share)} y2={y(share)} />
          <text x={LEFT - 8} y={y(share) + 4} text-anchor="end">
            {percent(share)}
          </text>
        </g>
      ))}
      {shown.map((tick) => (
        <g key={tick}>
          <line class="tick" x1={x(tick)} x2={x(tick)} y1={y(0)} y2={y(0) + 5} />
          <text x={x(tick)} y={HEIGHT - 6} text-anchor="middle">
            {duration(tick)}
          </text>
        </g>
      ))}
      <path class="area" d={`M${LEFT},${y(1)}${path}H${WIDTH - RIGHT}V${y(0)}H${LEFT}Z`} />
      <path class="line" d={`M${LEFT},${y(1)}${path}H${WIDTH - RIGHT}`} />
    </svg>
  );
}
