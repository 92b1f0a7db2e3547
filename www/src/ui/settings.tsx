/** The settings, as a form on the first screen and as a sheet over a report. */
import { useId } from "preact/hooks";
import type { Language } from "../../../npm/index.d.ts";
import { percent } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { chooseConfidence } from "../state/findings.ts";
import { rerun } from "../state/session.ts";
import { bots, lang, minConfidence, type Prices, prices, remember } from "../state/settings.ts";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icons.tsx";
import { KnowledgeForm } from "./knowledge.tsx";

/** Intercom's prices of March 2026, which the core takes where nothing is set. */
const USUAL: Required<Prices> = {
  currency: "USD",
  resolution: 0.99,
  procedure_handoff: 0.99,
  disqualification: 0.99,
  qualification: 9.99,
};
const PRICED = ["resolution", "procedure_handoff", "disqualification", "qualification"] as const;

export function SettingsDialog() {
  const { nav, settings } = t.value;
  return (
    <Dialog
      title={settings.title}
      opener={(open) => (
        <button type="button" class="quiet only-icon" aria-label={nav.settings} title={nav.settings} onClick={open}>
          <Icon name="gear" />
        </button>
      )}
    >
      {(close) => (
        <>
          <KnowledgeForm />
          <SettingsForm />
          <button
            type="button"
            class="primary"
            onClick={() => {
              close();
              void rerun();
            }}
          >
            <Icon name="again" />
            {settings.apply}
          </button>
        </>
      )}
    </Dialog>
  );
}

export function SettingsForm() {
  const { settings: words, languages } = t.value;
  const id = useId();
  return (
    <div class="settings">
      <div class="field">
        <label for={`${id}lang`}>{words.lang}</label>
        <select
          id={`${id}lang`}
          value={lang.value}
          onChange={(event) => {
            lang.value = event.currentTarget.value as "auto" | Language;
          }}
        >
          <option value="auto">{words.langAuto}</option>
          {Object.entries(languages)
            .filter(([code]) => code !== "unknown")
            .map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
        </select>
      </div>
      <div class="field">
        <label for={`${id}bots`}>{words.bots}</label>
        <input
          id={`${id}bots`}
          value={bots.value.join(", ")}
          aria-describedby={`${id}bots-hint`}
          onChange={(event) => {
            bots.value = event.currentTarget.value
              .split(",")
              .map((name) => name.trim())
              .filter(Boolean);
          }}
        />
        <p class="hint" id={`${id}bots-hint`}>
          {words.botsHint}
        </p>
      </div>
      <div class="field">
        <label for={`${id}confidence`}>
          {words.minConfidence} <output>{percent(minConfidence.value)}</output>
        </label>
        <input
          id={`${id}confidence`}
          type="range"
          min="0"
          max="0.95"
          step="0.05"
          value={minConfidence.value}
          onInput={(event) => chooseConfidence(Number(event.currentTarget.value))}
        />
      </div>
      <fieldset class="field prices">
        <legend>{words.prices}</legend>
        <label>
          <span>{words.currency}</span>
          <input
            size={4}
            maxLength={3}
            value={prices.value.currency ?? USUAL.currency}
            onChange={(event) => setPrice("currency", event.currentTarget.value.trim().toUpperCase())}
          />
        </label>
        {PRICED.map((name) => (
          <label key={name}>
            <span>{words.price[name]}</span>
            <input
              type="number"
              min="0"
              step="0.01"
              value={prices.value[name] ?? USUAL[name]}
              onChange={(event) => setPrice(name, event.currentTarget.valueAsNumber)}
            />
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label class="check">
          <input
            type="checkbox"
            checked={remember.value}
            onChange={(event) => {
              remember.value = event.currentTarget.checked;
            }}
          />
          {words.remember}
        </label>
        <p class="hint">{words.rememberHint}</p>
      </div>
    </div>
  );
}

/** An emptied or impossible value gives way to the usual one. */
function setPrice(name: keyof Prices, value: string | number) {
  const { [name]: _, ...rest } = prices.value;
  const valid = typeof value === "number" ? Number.isFinite(value) && value >= 0 : /^[A-Z]{3}$/.test(value);
  prices.value = valid ? { ...rest, [name]: value } : rest;
}
