/** The summary: the headline first, then what it rests on. */
import { t } from "../../i18n/index.ts";
import type { Overview } from "../../protocol.ts";
import { Authors } from "./authors.tsx";
import { Headline } from "./headline.tsx";
import { Human } from "./human.tsx";
import { Input } from "./input.tsx";
import { Modes } from "./modes.tsx";
import { Money } from "./money.tsx";
import { Resolution } from "./resolution.tsx";
import { Segments } from "./segments.tsx";
import { Severities } from "./severities.tsx";
import { Tiles } from "./tiles.tsx";

export function SummaryView({ overview }: { overview: Overview }) {
  const { resolution, time_to_human, money, segments } = overview.corpus;
  return (
    <article class="summary" aria-label={t.value.summary.title}>
      <Headline overview={overview} />
      <Tiles overview={overview} />
      <Modes overview={overview} />
      <Severities overview={overview} />
      {resolution.reported.of > 0 && <Resolution rates={resolution} />}
      <Segments segments={segments} />
      {time_to_human.requests > 0 && <Human waits={time_to_human} />}
      {money.outcomes > 0 && <Money money={money} />}
      {overview.authors.total > 0 && <Authors authors={overview.authors} />}
      <Input overview={overview} />
    </article>
  );
}
