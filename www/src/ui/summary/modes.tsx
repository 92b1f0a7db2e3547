/** Findings by failure mode: one table whose rows carry their interval as a drawing and as numbers. */
import { count, interval, percent } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import type { Overview } from "../../protocol.ts";
import { choose } from "../../state/findings.ts";
import { go, hashOf } from "../../state/route.ts";
import { IntervalPlot, roomFor } from "../charts/interval.tsx";
import { TableBlock } from "./table.tsx";

/** Below so many cases a rate says little. */
const FEW = 30;

export function Modes({ overview }: { overview: Overview }) {
  const words = t.value.summary;
  const rows = Object.entries(overview.summary.by_mode).sort(([, a], [, b]) => b.count - a.count);
  const max = roomFor(rows.map(([, row]) => row));
  const isSmall = overview.conversations < FEW;
  return (
    <TableBlock
      id="modes"
      title={words.modes}
      note={`${words.modesNote} ${isSmall ? words.fewNote : ""}`}
      look="modes"
      columns={[
        [words.mode],
        [words.findings, "number"],
        [words.conversations, "number wide"],
        [words.share, "number"],
        { axis: max },
        [words.interval, "number wide"],
      ]}
    >
      {rows.map(([mode, row]) => {
        const [title, meaning] = t.value.modes[mode] ?? [mode, ""];
        return (
          <tr key={mode} class={row.findings === 0 ? "none" : ""}>
            <th scope="row">
              {row.findings > 0 ? (
                <button type="button" class="text" onClick={() => show(mode)} aria-label={words.show(title)}>
                  {title}
                </button>
              ) : (
                title
              )}
              <span class="meaning">{meaning}</span>
              <span class="meaning narrow">
                {words.of(count(row.count), count(row.of))} · {interval(row)}
              </span>
            </th>
            <td class="number strong">{count(row.findings)}</td>
            <td class="number wide">{words.of(count(row.count), count(row.of))}</td>
            <td class="number">{percent(row.rate)}</td>
            <td class="plot">
              <IntervalPlot rate={row} max={max} />
            </td>
            <td class="number wide">{interval(row)}</td>
          </tr>
        );
      })}
    </TableBlock>
  );
}

function show(mode: string) {
  choose({ modes: [mode], severities: [], languages: [], text: "" });
  go(hashOf({ view: "findings", conversation: null, mode: null }));
}
