/** The conversation as it was held, with the quotes marked and notes and events folded in between. */
import { Fragment } from "preact";
import type { Aside, Detection, Evidence, Message, Transcript } from "../../../../npm/index.d.ts";
import { moment, time } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import { Said } from "../said.tsx";
import { pieces } from "./highlight.ts";

export function TranscriptView({ transcript, detection }: { transcript: Transcript; detection: Detection }) {
  const { messages, asides } = transcript;
  const before = (index: number) => asides.filter((aside) => aside.before === index);
  return (
    <section class="transcript" aria-label={t.value.findings.transcript}>
      <h3>{t.value.findings.transcript}</h3>
      <ol>
        {messages.map((message, index) => (
          <Fragment key={message.index}>
            <Asides asides={before(message.index)} />
            <Bubble message={message} previous={messages[index - 1] ?? null} detection={detection} />
          </Fragment>
        ))}
        <Asides asides={asides.filter((aside) => aside.before >= messages.length)} />
      </ol>
    </section>
  );
}

function Bubble({
  message,
  previous,
  detection,
}: {
  message: Message;
  previous: Message | null;
  detection: Detection;
}) {
  const { roles, findings: words } = t.value;
  const of = (quotes: Evidence[]) => quotes.filter(({ message_index }) => message_index === message.index);
  const evidence = of(detection.evidence);
  const counter = of(detection.counter_evidence);
  const isNewDay = message.at !== null && (previous?.at == null || message.at - previous.at > 43_200);
  return (
    <li id={`message-${message.index}`} class={`message ${message.role}`} tabIndex={-1}>
      <p class="message-head">
        <strong>{message.author ?? roles[message.role]}</strong>
        {message.author && <span>{roles[message.role]}</span>}
        {message.at !== null && (
          <time dateTime={new Date(message.at * 1000).toISOString()}>
            {isNewDay ? moment(message.at) : time(message.at)}
          </time>
        )}
      </p>
      <div class="bubble">
        {message.redacted ? (
          <em>{words.redacted}</em>
        ) : (
          pieces(message, evidence, counter).map((piece, index) => (
            <Fragment key={index}>
              {piece.marker}
              {piece.kind ? (
                <mark class={piece.kind} title={piece.quote?.note}>
                  {piece.text}
                </mark>
              ) : (
                piece.text
              )}
            </Fragment>
          ))
        )}
        {message.attachments.map((name, index) => (
          <span class="attachment" key={index}>
            {words.attachment}: {name}
          </span>
        ))}
      </div>
      {message.options.length > 0 && (
        <ul class="options" aria-label={words.options}>
          {message.options.map((option, index) => (
            <li key={index}>{option}</li>
          ))}
        </ul>
      )}
      {[...evidence, ...counter].map((quote, index) => (
        <p key={index} class={`margin-note ${index < evidence.length ? "for" : "against"}`}>
          <Said text={quote.note} />
        </p>
      ))}
    </li>
  );
}

function Asides({ asides }: { asides: Aside[] }) {
  const { findings: words } = t.value;
  if (asides.length === 0) return null;
  const notes = asides.filter(({ kind }) => kind === "note").length;
  const events = asides.length - notes;
  const label = [notes > 0 && words.notes(notes), events > 0 && words.asides(events)].filter(Boolean).join(", ");
  return (
    <li class="asides">
      <details>
        <summary>{label}</summary>
        <ul>
          {asides.map((aside, index) => (
            <li key={index} class={aside.kind}>
              {aside.at !== null && <time>{moment(aside.at)}</time>}
              <span>
                {aside.kind === "note" ? words.note : aside.name.replaceAll("_", " ")}
                {aside.author && `, ${aside.author}`}
              </span>
              {aside.text && <p>{aside.text}</p>}
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

/** Brings a quoted message into view and gives it the focus. */
export function jumpTo({ message_index }: Evidence) {
  const message = document.getElementById(`message-${message_index}`);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  message?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  message?.focus({ preventScroll: true });
}
