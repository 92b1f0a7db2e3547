/** The page's words and numbers in the chosen language. */
import { computed, effect, signal } from "@preact/signals";
import type { Format } from "../../../npm/index.d.ts";
import { en, type Strings } from "./en.ts";
import { fr } from "./fr.ts";
import { reportInFrench } from "./report-fr.ts";

export const LOCALES = { en, fr } satisfies Record<string, Strings>;
export type Locale = keyof typeof LOCALES;

export const locale = signal<Locale>(navigator.language.toLowerCase().startsWith("fr") ? "fr" : "en");
/** Read inside a component, it renders again when the language changes. */
export const t = computed<Strings>(() => LOCALES[locale.value]);

/** A report that the core has rendered, in the chosen language. */
export async function localized(report: Blob, format: Format): Promise<Blob> {
  return locale.value === "fr" ? reportInFrench(report, format) : report;
}

effect(() => {
  document.documentElement.lang = locale.value;
});
