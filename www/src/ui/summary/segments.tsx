/** Where failures gather: tags, channels, languages and articles against all other conversations. */
import type { Report } from "../../../../npm/index.d.ts";
import { count, interval, percent } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { IntervalPlot } from "../charts/interval.tsx";
import { TableBlock } from "./table.tsx";

type Segment = Report["corpus"]["segments"][number];

/** Rows that are read; what is told apart from chance comes first. */
const SHOWN = 12;
const ORDER: Segment["verdict"][] = ["higher", "lower", "no_clear_difference"];

export function Segments({ segments }: { segments: Segment[] }) {
  const words = t.value.summary;
  const told = segments
    .filter(({ verdict }) => verdict !== "too_few")
    .sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || b.share.of - a.share.of);
  if (told.length === 0) return null;
  return (
    <TableBlock
      id="segments"
      title={words.segments}
      note={words.segmentsNote}
      look="modes"
      columns={[
        [words.segment],
        [words.conversations, "number wide"],
        [words.share, "number"],
        { axis: 1 },
        [words.elsewhere, "number wide"],
        [words.verdict, "wide"],
      ]}
    >
      {told.slice(0, SHOWN).map((segment) => (
        <Row key={`${segment.by} ${segment.value}`} segment={segment} />
      ))}
    </TableBlock>
  );
}

function Row({ segment: { by, value, share, rest, verdict } }: { segment: Segment }) {
  const { summary: words, languages } = t.value;
  return (
    <tr>
      <th scope="row">
        {by === "language" ? (languages[value] ?? value) : value}
        <span class="meaning">{words.segmentBy[by]}</span>
        <span class="meaning narrow">
          {words.of(count(share.count), count(share.of))} · {interval(share)} · {words.verdicts[verdict]}
        </span>
      </th>
      <td class="number wide">{words.of(count(share.count), count(share.of))}</td>
      <td class="number strong">{percent(share.rate)}</td>
      <td class="plot">
        <IntervalPlot rate={share} tone={verdict === "higher" ? "marked" : ""} />
      </td>
      <td class="number wide">{percent(rest.rate)}</td>
      <td class="small wide">{words.verdicts[verdict]}</td>
    </tr>
  );
}
