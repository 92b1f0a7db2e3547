/** Resolution as reported beside what the evidence supports. */
import type { Report } from "../../../../npm/index.d.ts";
import { count, interval, percent } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { IntervalPlot } from "../charts/interval.tsx";

type Rates = Report["corpus"]["resolution"];
const ORDER = ["reported", "confirmed", "assumed", "evidence_adjusted", "durable"] as const;

export function Resolution({ rates }: { rates: Rates }) {
  const words = t.value.summary;
  return (
    <section class="block" aria-labelledby="resolution">
      <h2 id="resolution">{words.resolution}</h2>
      <p class="note">{words.resolutionNote}</p>
      <div class="scroll">
        <table class="modes">
          <thead>
            <tr>
              <th scope="col">{words.resolution}</th>
              <th scope="col" class="number wide">
                {words.conversations}
              </th>
              <th scope="col" class="number">
                {words.share}
              </th>
              <th scope="col" class="plot">
                <span class="axis-label">
                  <span>{percent(0)}</span>
                  <span>{percent(1)}</span>
                </span>
              </th>
              <th scope="col" class="number wide">
                {words.interval}
              </th>
            </tr>
          </thead>
          <tbody>
            {ORDER.map((name) => {
              const [title, meaning] = words.rates[name] ?? [name, ""];
              const rate = rates[name];
              return (
                <tr key={name} class={rate.of === 0 ? "none" : ""}>
                  <th scope="row">
                    {title}
                    <span class="meaning">{meaning}</span>
                    <span class="meaning narrow">
                      {words.of(count(rate.count), count(rate.of))} · {interval(rate)}
                    </span>
                  </th>
                  <td class="number wide">{words.of(count(rate.count), count(rate.of))}</td>
                  <td class="number strong">{percent(rate.rate)}</td>
                  <td class="plot">
                    <IntervalPlot rate={rate} tone={name === "evidence_adjusted" ? "marked" : ""} />
                  </td>
                  <td class="number wide">{interval(rate)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
