/** What the file says in one sentence: the reported resolution beside the one that the evidence supports. */
import type { Rate } from "../../../../npm/index.d.ts";
import { count, interval, money, percent } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import type { Overview } from "../../protocol.ts";
import { IntervalPlot } from "../charts/interval.tsx";

export function Headline({ overview: { corpus, summary } }: { overview: Overview }) {
  const words = t.value.summary;
  const { reported, evidence_adjusted } = corpus.resolution;
  const { billed, disputed, disputed_outcomes, currency } = corpus.money;
  return (
    <header class="headline">
      <div class="headline-words">
        <h1>
          {reported.of > 0 ? (
            <>
              <Sentence parts={words.dashboard(percent(reported.rate))} />{" "}
              <Sentence parts={words.evidence(percent(evidence_adjusted.rate))} marked />
            </>
          ) : (
            <Sentence parts={words.noReported(percent(summary.affected.rate))} />
          )}
        </h1>
        {disputed_outcomes > 0 && (
          <p class="lead">
            {words.disputed(money(disputed, currency), money(billed, currency), count(disputed_outcomes))}
          </p>
        )}
      </div>
      {reported.of > 0 && (
        <dl class="headline-plot">
          <Line name={words.rates.reported?.[0] ?? ""} rate={reported} />
          <Line name={words.rates.evidence_adjusted?.[0] ?? ""} rate={evidence_adjusted} tone="marked" />
        </dl>
      )}
    </header>
  );
}

function Line({ name, rate, tone = "" }: { name: string; rate: Rate; tone?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <IntervalPlot rate={rate} tone={tone} />
        <span class="small">
          {percent(rate.rate)} ({interval(rate)}), {t.value.summary.of(count(rate.count), count(rate.of))}
        </span>
      </dd>
    </div>
  );
}

/** A sentence around one figure. */
function Sentence({ parts: [before, figure, after], marked }: { parts: [string, string, string]; marked?: boolean }) {
  return (
    <span class="sentence">
      {before}
      <strong class={marked ? "marked" : ""}>{figure}</strong>
      {after}
    </span>
  );
}
