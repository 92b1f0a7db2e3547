/** Narrows the list: text, severity, mode, language, confidence; each choice shows how many it would leave. */
import { useId } from "preact/hooks";
import { count, percent } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import type { Overview } from "../../protocol.ts";
import {
  type Choices,
  choices,
  choose,
  chooseConfidence,
  clearChoices,
  isFiltered,
  matches,
} from "../../state/findings.ts";
import { minConfidence } from "../../state/settings.ts";
import { Icon, SeverityShape } from "../icons.tsx";

const SEVERITIES = ["critical", "high", "medium", "low"] as const;

export function Filters({ overview }: { overview: Overview }) {
  const { findings: words, severities } = t.value;
  const id = useId();
  const found = matches.value;
  const modes = Object.entries(overview.summary.by_mode).filter(([, { findings }]) => findings > 0);
  return (
    <search class="filters">
      <div class="search">
        <Icon name="search" />
        <input
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          value={choices.value.text}
          onInput={(event) => choose({ text: event.currentTarget.value })}
        />
      </div>
      <fieldset class="toggles">
        <legend class="visually-hidden">{words.severity}</legend>
        {SEVERITIES.map((severity) => (
          <button
            key={severity}
            type="button"
            class="toggle"
            aria-pressed={choices.value.severities.includes(severity)}
            onClick={() => toggle("severities", severity)}
          >
            <SeverityShape of={severity} />
            {severities[severity]}
            <span class="badge">{count(found?.severities[severity] ?? 0)}</span>
          </button>
        ))}
      </fieldset>
      <label class="pick">
        <span class="visually-hidden">{words.mode}</span>
        <select
          value={choices.value.modes[0] ?? ""}
          onChange={(event) => choose({ modes: event.currentTarget.value ? [event.currentTarget.value] : [] })}
        >
          <option value="">{words.mode}</option>
          {modes.map(([mode]) => (
            <option key={mode} value={mode}>
              {t.value.modes[mode]?.[0] ?? mode} ({count(found?.modes[mode] ?? 0)})
            </option>
          ))}
        </select>
      </label>
      {overview.languages.length > 1 && (
        <label class="pick">
          <span class="visually-hidden">{words.language}</span>
          <select
            value={choices.value.languages[0] ?? ""}
            onChange={(event) => choose({ languages: event.currentTarget.value ? [event.currentTarget.value] : [] })}
          >
            <option value="">{words.language}</option>
            {overview.languages.map((language) => (
              <option key={language} value={language}>
                {t.value.languages[language] ?? language} ({count(found?.languages[language] ?? 0)})
              </option>
            ))}
          </select>
        </label>
      )}
      <div class="confidence">
        <label for={id}>{words.confidence}</label>
        <input
          id={id}
          type="range"
          min="0"
          max="0.95"
          step="0.05"
          value={minConfidence.value}
          aria-valuetext={percent(minConfidence.value)}
          onInput={(event) => chooseConfidence(Number(event.currentTarget.value))}
        />
        <output for={id}>{words.from(percent(minConfidence.value))}</output>
      </div>
    </search>
  );
}

/** How many findings are left, and the way back to all. */
export function Found({ overview }: { overview: Overview }) {
  const words = t.value.findings;
  const found = matches.value;
  return (
    <div class="found">
      <p role="status">{found && words.count(count(found.total), count(overview.summary.findings))}</p>
      {isFiltered.value && (
        <button type="button" class="text" onClick={clearChoices}>
          {words.reset}
        </button>
      )}
    </div>
  );
}

function toggle(facet: keyof Choices & "severities", name: string) {
  const chosen = choices.value[facet];
  choose({ [facet]: chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name] });
}
