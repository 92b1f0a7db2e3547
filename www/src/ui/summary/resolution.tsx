/** Resolution as reported beside what the evidence supports. */
import type { Report } from "../../../../npm/index.d.ts";
import { count, interval, percent } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { IntervalPlot } from "../charts/interval.tsx";
import { TableBlock } from "./table.tsx";

type Rates = Report["corpus"]["resolution"];
const ORDER = ["reported", "confirmed", "assumed", "evidence_adjusted", "durable"] as const;

export function Resolution({ rates }: { rates: Rates }) {
  const words = t.value.summary;
  return (
    <TableBlock
      id="resolution"
      title={words.resolution}
      note={words.resolutionNote}
      look="modes"
      columns={[
        [words.resolution],
        [words.conversations, "number wide"],
        [words.share, "number"],
        { axis: 1 },
        [words.interval, "number wide"],
      ]}
    >
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
    </TableBlock>
  );
}
