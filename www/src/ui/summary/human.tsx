/** How long customers waited for a person, as a curve and as a table. */
import type { Report } from "../../../../npm/index.d.ts";
import { count, duration, percent } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { SurvivalCurve } from "../charts/survival.tsx";

/** Steps of a curve that a table can hold; more are thinned out evenly. */
const ROWS = 40;

export function Human({ waits }: { waits: Report["corpus"]["time_to_human"] }) {
  const words = t.value.summary;
  const { curve } = waits;
  const every = Math.max(1, Math.ceil(curve.length / ROWS));
  const rows = curve.filter((_, index) => index % every === 0 || index === curve.length - 1);
  const answered = words.humanCount(count(waits.answered), count(waits.requests));
  return (
    <section class="block" aria-labelledby="human">
      <h2 id="human">{words.human}</h2>
      <p class="note">
        {answered} {words.humanNote}
      </p>
      <SurvivalCurve curve={curve} label={`${words.human}. ${answered}`} />
      <details class="as-table">
        <summary>{words.table}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.waited}</th>
              <th scope="col" class="number">
                {words.waiting}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ seconds, waiting }) => (
              <tr key={seconds}>
                <td>{duration(seconds)}</td>
                <td class="number">{percent(waiting)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
