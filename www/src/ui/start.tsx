/** The first screen: what this does, where the file goes, and how to get one. */
import { t } from "../i18n/index.ts";
import { begin, beginSample } from "../state/session.ts";
import { fromList } from "../state/sources.ts";
import { isDragging } from "./drop.tsx";
import { Example } from "./example.tsx";
import { HowToExport } from "./how-to-export.tsx";
import { Icon } from "./icons.tsx";
import { KnowledgeForm } from "./knowledge.tsx";
import { Pick } from "./pick.tsx";
import { Privacy } from "./privacy.tsx";
import { SettingsForm } from "./settings.tsx";

export function Start() {
  const words = t.value.start;
  const read = (files: File[]) => void begin(fromList(files));
  return (
    <div class="start">
      <section class="hero">
        <div class="hero-words">
          <h1>{t.value.tagline}</h1>
          <p class="lead">{words.lead}</p>
        </div>
        <Example />
      </section>
      <section class={`dropzone${isDragging.value ? " over" : ""}`} aria-label={words.drop}>
        <p class="dropzone-title">{words.drop}</p>
        <p class="dropzone-kinds">{words.kinds}</p>
        <div class="row">
          <Pick class="primary" name="files" multiple onPick={read}>
            {words.files}
          </Pick>
          <Pick class="plain" name="folder" folder onPick={read}>
            {words.folder}
          </Pick>
          <button type="button" class="plain" onClick={() => void beginSample()} title={words.sampleNote}>
            {words.sample}
            <Icon name="right" />
          </button>
        </div>
      </section>
      <Privacy />
      <div class="folds">
        <details class="fold">
          <summary>{words.exportTitle}</summary>
          <HowToExport />
        </details>
        <details class="fold">
          <summary>{words.knowledgeTitle}</summary>
          <p>{words.knowledgeLead}</p>
          <KnowledgeForm />
          <SettingsForm />
        </details>
      </div>
      <section class="modes-list">
        <h2>{words.findsTitle}</h2>
        <dl>
          {Object.entries(t.value.modes).map(([mode, [title, meaning]]) => (
            <div key={mode}>
              <dt>{title}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
