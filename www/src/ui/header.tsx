/** The head of the page: name, the report's two views, and what can be done. */
import { LOCALES, type Locale, locale, t } from "../i18n/index.ts";
import { go, hashOf, place } from "../state/route.ts";
import { screen, startOver } from "../state/session.ts";
import { type Theme, theme } from "../state/settings.ts";
import { Downloads } from "./downloads.tsx";
import { Icon, Mark } from "./icons.tsx";
import { SettingsDialog } from "./settings.tsx";

export function Header() {
  const { nav } = t.value;
  const now = screen.value;
  return (
    <header class="head">
      <button type="button" class="brand" onClick={startOver} aria-label={`chatbot-audit – ${nav.fresh}`}>
        <Mark />
        <span class={now.at === "report" ? "wide" : ""}>chatbot-audit</span>
      </button>
      {now.at === "report" && (
        <nav aria-label={nav.main} class="tabs">
          <Tab view="summary" label={nav.summary} />
          <Tab view="findings" label={nav.findings} count={now.overview.summary.findings} />
        </nav>
      )}
      <div class="tools">
        {now.at === "report" && <Downloads />}
        {now.at === "report" && (
          <button type="button" class="quiet" onClick={startOver}>
            <Icon name="up" />
            <span class="wide">{nav.fresh}</span>
          </button>
        )}
        {now.at === "report" && <SettingsDialog />}
        <LocaleSwitch />
        <ThemeSwitch />
      </div>
    </header>
  );
}

function Tab({ view, label, count }: { view: "summary" | "findings"; label: string; count?: number }) {
  const href = hashOf(view === "summary" ? { view } : { view, conversation: null, mode: null });
  return (
    <a
      href={href}
      class="tab"
      aria-current={place.value.view === view ? "page" : undefined}
      onClick={(event) => {
        event.preventDefault();
        go(href);
      }}
    >
      {label}
      {count !== undefined && <span class="badge">{count}</span>}
    </a>
  );
}

function LocaleSwitch() {
  return (
    <select
      class="quiet"
      aria-label={t.value.nav.locale}
      value={locale.value}
      onChange={(event) => {
        locale.value = event.currentTarget.value as Locale;
      }}
    >
      {Object.entries(LOCALES).map(([code, words]) => (
        <option key={code} value={code} lang={code}>
          {words.language}
        </option>
      ))}
    </select>
  );
}

const NEXT: Record<Theme, Theme> = { auto: "light", light: "dark", dark: "auto" };
const ICONS = { auto: "auto", light: "sun", dark: "moon" } as const;

function ThemeSwitch() {
  const { theme: name, themes } = t.value.nav;
  const label = `${name}: ${themes[theme.value]}`;
  return (
    <button
      type="button"
      class="quiet only-icon"
      aria-label={label}
      title={label}
      onClick={() => {
        theme.value = NEXT[theme.value];
      }}
    >
      <Icon name={ICONS[theme.value]} />
    </button>
  );
}
