/** The figures that everybody asks for first. */
import type { ComponentChildren } from "preact";
import type { Rate } from "../../../../npm/index.d.ts";
import { bytes, count, duration, interval, percent } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import type { Overview } from "../../protocol.ts";

export function Tiles({ overview }: { overview: Overview }) {
  const words = t.value.summary.tiles;
  const { repeat_contact, time_to_human, escalation } = overview.corpus;
  const human = time_to_human.requests === 0 ? words.humanNobody : words.humanNone;
  return (
    <dl class="tiles">
      <Tile label={words.conversations} value={count(overview.conversations)}>
        {words.messages(count(overview.messages))} · {bytes(overview.bytes)}
      </Tile>
      <RateTile label={words.affected} rate={overview.summary.affected} />
      {repeat_contact.of > 0 && <RateTile label={words.repeat} rate={repeat_contact} />}
      {escalation.missed.of > 0 && <RateTile label={words.missed} rate={escalation.missed} />}
      <Tile label={words.human} value={time_to_human.median === null ? "–" : duration(time_to_human.median)}>
        {time_to_human.median === null
          ? human
          : t.value.summary.of(count(time_to_human.answered), count(time_to_human.requests))}
      </Tile>
      <Tile label={words.skipped} value={count(overview.skipped.total)}>
        {overview.skipped.total === 0 ? (
          words.skippedNone
        ) : (
          <button type="button" class="text" onClick={toSkipped}>
            {t.value.summary.skipped}
          </button>
        )}
      </Tile>
    </dl>
  );
}

function RateTile({ label, rate }: { label: string; rate: Rate }) {
  return (
    <Tile label={label} value={percent(rate.rate)}>
      {t.value.summary.of(count(rate.count), count(rate.of))} · {interval(rate)}
    </Tile>
  );
}

function Tile({ label, value, children }: { label: string; value: string; children: ComponentChildren }) {
  return (
    <div class="tile">
      <dt>{label}</dt>
      <dd class="figure">{value}</dd>
      <dd class="small">{children}</dd>
    </div>
  );
}

function toSkipped() {
  const list = document.getElementById("skipped");
  if (list instanceof HTMLDetailsElement) list.open = true;
  list?.scrollIntoView();
}
