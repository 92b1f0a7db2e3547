/** The screen while files are read. */
import { bytes, count, percent } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import type { Progress } from "../protocol.ts";
import { startOver } from "../state/session.ts";

/** Milliseconds after which a speed means something. */
const SETTLED = 700;

export function Reading({ progress, since }: { progress: Progress; since: number }) {
  const words = t.value.reading;
  const { bytes: read, total, conversations, findings, file } = progress;
  const share = total > 0 ? Math.min(1, read / total) : 0;
  const elapsed = performance.now() - since;
  const isRead = total > 0 && read >= total;
  return (
    <section class="reading" aria-labelledby="reading-title">
      <h1 id="reading-title">
        {words.title} <span class="file-name">{file}</span>
      </h1>
      <progress aria-label={words.progress} value={share} max={1} />
      <p class="reading-bytes">
        <span>{percent(share)}</span>
        <span>
          {isRead ? words.weighing : words.of(bytes(read), bytes(total))}
          {!isRead && elapsed > SETTLED && ` · ${words.speed(bytes((read / elapsed) * 1000))}`}
        </span>
      </p>
      <dl class="counts">
        <div>
          <dd>{count(conversations)}</dd>
          <dt>{words.conversations}</dt>
        </div>
        <div>
          <dd>{count(findings)}</dd>
          <dt>{words.findings}</dt>
        </div>
      </dl>
      <button type="button" class="plain" onClick={startOver}>
        {words.cancel}
      </button>
    </section>
  );
}
