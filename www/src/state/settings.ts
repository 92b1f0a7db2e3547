/** What the user may set; stored in the browser only if they say so. */
import { effect, signal } from "@preact/signals";
import type { Language, Options } from "../../../npm/index.d.ts";
import { LOCALES, locale } from "../i18n/index.ts";

export type Theme = "auto" | "light" | "dark";
export type Prices = NonNullable<Options["prices"]>;

export const theme = signal<Theme>("auto");
/** Ids, e-mail addresses or names of bots that post as teammates. */
export const bots = signal<string[]>([]);
export const lang = signal<"auto" | Language>("auto");
/** Only what differs from the core's own prices. */
export const prices = signal<Prices>({});
/** Findings below are not listed, 0 to 1. */
export const minConfidence = signal(0);
export const remember = signal(false);

const KEY = "chatbot-audit";
const saved = { theme, locale, bots, lang, prices, minConfidence };

restore();

effect(() => {
  const values = JSON.stringify(Object.fromEntries(Object.entries(saved).map(([name, { value }]) => [name, value])));
  const store = storage();
  if (remember.value) store?.setItem(KEY, values);
  else store?.removeItem(KEY);
});

effect(() => {
  if (theme.value === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
});

/** Takes over what has the right type and leaves the rest as it is. */
function restore() {
  try {
    const text = storage()?.getItem(KEY);
    if (!text) return;
    const values: Record<string, unknown> = JSON.parse(text);
    for (const [name, target] of Object.entries(saved) as [string, { value: unknown }][]) {
      const value = values[name];
      if (typeof value === typeof target.value && Array.isArray(value) === Array.isArray(target.value))
        target.value = value;
    }
    if (!(locale.value in LOCALES)) locale.value = "en";
    remember.value = true;
  } catch {
    // Something else wrote there; the defaults serve.
  }
}

/** Null where the browser forbids storage, as some do for files opened from disk. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
