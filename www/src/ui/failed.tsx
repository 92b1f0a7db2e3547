/** The screen after an audit that could not be made: what happened and what to do. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n/index.ts";
import type { Failure } from "../protocol.ts";
import { begin, startOver } from "../state/session.ts";
import { fromList } from "../state/sources.ts";
import { HowToExport } from "./how-to-export.tsx";
import { Pick } from "./pick.tsx";
import { Said } from "./said.tsx";

/** The codes where a full export is what is missing. */
const NEEDS_EXPORT = new Set(["metadata-only", "api-error", "html-page"]);

export function Failed({ failure: { code, message } }: { failure: Failure }) {
  const words = t.value.failed;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="failed" role="alert">
      <h1 ref={heading} tabIndex={-1}>
        {words.titles[code] ?? words.other}
      </h1>
      {words.advice[code] && <p class="lead">{words.advice[code]}</p>}
      {message && (
        <div class="said">
          <h2>{words.where}</h2>
          <p>
            <Said text={message} />
          </p>
        </div>
      )}
      {NEEDS_EXPORT.has(code) && <HowToExport />}
      <div class="row">
        <Pick class="primary" name="files" multiple onPick={(files) => void begin(fromList(files))}>
          {words.again}
        </Pick>
        <button type="button" class="plain" onClick={startOver}>
          {t.value.nav.fresh}
        </button>
      </div>
    </section>
  );
}
