/** One finding in full: what, why, what to do, and the conversation. */
import { useEffect, useRef } from "preact/hooks";
import type { Detection, Evidence } from "../../../../npm/index.d.ts";
import { count, percent } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import type { FindingRow, Opened } from "../../protocol.ts";
import { cursor, matches, openAt, opened, openFinding } from "../../state/findings.ts";
import { Copy } from "../copy.tsx";
import { Icon, SeverityShape } from "../icons.tsx";
import { Said } from "../said.tsx";
import { ConversationFacts } from "./facts.tsx";
import { jumpTo, TranscriptView } from "./transcript.tsx";
import { backToList } from "./view.tsx";

export function Detail() {
  const words = t.value.findings;
  const element = useRef<HTMLElement>(null);
  const now = opened.value;
  const index = now?.index;
  useEffect(() => {
    if (element.current && index !== undefined) element.current.scrollTop = 0;
  }, [index]);
  return (
    <section id="detail" class="detail" ref={element} tabIndex={-1} aria-label={words.finding}>
      {now ? <Finding key={now.index} now={now} /> : <p class="empty">{words.pick}</p>}
    </section>
  );
}

function Finding({ now }: { now: Opened }) {
  const { findings: words, modes, severities, actions } = t.value;
  const { detection } = now;
  const [title, meaning] = modes[detection.failure_mode] ?? [detection.failure_mode, ""];
  return (
    <>
      <div class="detail-bar">
        <button type="button" class="quiet back" onClick={() => backToList()}>
          <Icon name="left" />
          {words.back}
        </button>
        <Steps />
        <Copy icon="link" text={() => location.href}>
          {words.copyLink}
        </Copy>
        <Copy text={() => quotes(detection)}>{words.copyQuotes}</Copy>
      </div>
      <div class="finding">
        <div class="finding-why">
          <header class="finding-head">
            <p class="row-head">
              <span class={`severity ${detection.severity}`}>
                <SeverityShape of={detection.severity} />
                {severities[detection.severity]}
              </span>
              <span class="meter">
                <span class="small">
                  {words.confidence} {percent(detection.confidence)}
                </span>
                <meter min={0} max={1} value={detection.confidence} aria-label={words.confidence} />
              </span>
            </p>
            <h2>{title}</h2>
            <p class="note">{meaning}</p>
            <p class="explanation">
              <Said text={detection.explanation} />
            </p>
            <p class="action">
              <span class="small">{words.action}</span>{" "}
              {actions[detection.recommended_action] ?? detection.recommended_action}
            </p>
          </header>
          <Quotes title={words.evidence} kind="for" quotes={detection.evidence} />
          <Quotes title={words.counter} kind="against" quotes={detection.counter_evidence} />
          <ConversationFacts now={now} />
          <Siblings rows={now.siblings.filter(({ index }) => index !== now.index)} />
        </div>
        {now.transcript ? (
          <TranscriptView transcript={now.transcript} detection={detection} />
        ) : (
          <p class="problem" role="alert">
            {words.gone}
          </p>
        )}
      </div>
    </>
  );
}

function Steps() {
  const words = t.value.findings;
  const total = matches.value?.total ?? 0;
  const position = cursor.value;
  return (
    <div class="steps">
      <button
        type="button"
        class="quiet only-icon"
        aria-label={words.previous}
        title={`${words.previous} (k)`}
        disabled={position <= 0}
        onClick={() => void openAt(position - 1)}
      >
        <Icon name="left" />
      </button>
      <span class="small">{position >= 0 && words.position(count(position + 1), count(total))}</span>
      <button
        type="button"
        class="quiet only-icon"
        aria-label={words.next}
        title={`${words.next} (j)`}
        disabled={position + 1 >= total}
        onClick={() => void openAt(position + 1)}
      >
        <Icon name="right" />
      </button>
    </div>
  );
}

function Quotes({ title, kind, quotes }: { title: string; kind: "for" | "against"; quotes: Evidence[] }) {
  const { findings: words, roles } = t.value;
  if (quotes.length === 0) return null;
  return (
    <section class={`quotes ${kind}`} aria-label={title}>
      <h3>{title}</h3>
      <ol>
        {quotes.map((evidence, index) => (
          <li key={index}>
            <button type="button" onClick={() => jumpTo(evidence)} title={words.jump}>
              <q>{evidence.quote}</q>
              <span class="small">
                {roles[evidence.role]} · {words.message(evidence.message_index + 1)} · <Said text={evidence.note} />
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Siblings({ rows }: { rows: FindingRow[] }) {
  const { findings: words, modes, severities } = t.value;
  if (rows.length === 0) return null;
  return (
    <section class="siblings" aria-label={words.also}>
      <h3>{words.also}</h3>
      <ul>
        {rows.map((row) => (
          <li key={row.index}>
            <button type="button" class="toggle" onClick={() => void openFinding(row.index)}>
              <SeverityShape of={row.severity} />
              {modes[row.mode]?.[0] ?? row.mode}
              <span class="visually-hidden">, {severities[row.severity]}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function quotes({ conversation_id, explanation, evidence }: Detection): string {
  const said = (english: string) => t.value.said(english) ?? english;
  const lines = evidence.map(
    ({ role, quote, note }) => `> ${role}: ${quote.replaceAll("\n", "\n> ")}\n  (${said(note)})`,
  );
  return [`Conversation ${conversation_id}: ${said(explanation)}`, ...lines].join("\n");
}
