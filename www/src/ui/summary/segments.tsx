/** Where failures gather: tags, channels, languages and articles against all other conversations. */
import type { Report } from "../../../../npm/index.d.ts";
import { count, interval, percent } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { IntervalPlot } from "../charts/interval.tsx";

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
    <section class="block" aria-labelledby="segments">
      <h2 id="segments">{words.segments}</h2>
      <p class="note">{words.segmentsNote}</p>
      <div class="scroll">
        <table class="modes">
          <thead>
            <tr>
              <th scope="col">{words.segment}</th>
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
                {words.elsewhere}
              </th>
              <th scope="col" class="wide">
                {words.verdict}
              </th>
            </tr>
          </thead>
          <tbody>
            {told.slice(0, SHOWN).map((segment) => (
              <Row key={`${segment.by} ${segment.value}`} segment={segment} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
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
