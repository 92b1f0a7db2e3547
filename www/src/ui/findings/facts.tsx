/** What the export says of the conversation, in one line of facts. */
import { day, duration } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import type { Opened } from "../../protocol.ts";

export function ConversationFacts({ now: { conversation, file } }: { now: Opened }) {
  const { findings: words, languages } = t.value;
  const { facts } = words;
  const reported = conversation.reported_resolved ? facts.resolved : facts.unresolved;
  const resolution = conversation.resolution
    ? (words.resolutions[conversation.resolution] ?? conversation.resolution)
    : reported;
  const rows: [string, string | null][] = [
    [words.conversation, conversation.id],
    [facts.reported, resolution],
    [facts.started, conversation.created_at === null ? null : day(conversation.created_at)],
    [facts.rating, conversation.rating === null ? null : `${conversation.rating} / 5`],
    [facts.human, conversation.time_to_human === null ? null : duration(conversation.time_to_human)],
    [words.language, conversation.language && (languages[conversation.language] ?? conversation.language)],
    [facts.channel, conversation.channel],
    [facts.tags, conversation.tags.join(", ")],
    [facts.sources, conversation.sources.join(", ")],
    [t.value.summary.file, file],
  ];
  return (
    <dl class="facts">
      {rows
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
