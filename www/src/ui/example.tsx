/** A made-up finding in small, to show what will come. */
import { t } from "../i18n/index.ts";
import { SeverityShape } from "./icons.tsx";

export function Example() {
  const { start, modes, severities, roles } = t.value;
  const { title, finding, ask, answer, reject, note } = start.example;
  return (
    <figure class="example" aria-label={title}>
      <figcaption>
        <p class="row-head">
          <span class="severity high">
            <SeverityShape of="high" />
            {severities.high}
          </span>
          <span class="row-mode">{modes.death_loop?.[0]}</span>
        </p>
        <p class="small">{finding}</p>
      </figcaption>
      <ol>
        <Line by="customer" who={roles.customer} text={ask} />
        <Line by="bot" who={roles.bot} text={answer} marked />
        <Line by="customer" who={roles.customer} text={reject} marked />
        <Line by="bot" who={roles.bot} text={answer} marked note={note} />
      </ol>
    </figure>
  );
}

function Line({
  by,
  who,
  text,
  marked,
  note,
}: {
  by: string;
  who: string;
  text: string;
  marked?: boolean;
  note?: string;
}) {
  return (
    <li class={`message ${by}`}>
      <span class="visually-hidden">{who}: </span>
      <span class="bubble">{marked ? <mark>{text}</mark> : text}</span>
      {note && <span class="margin-note">{note}</span>}
    </li>
  );
}
