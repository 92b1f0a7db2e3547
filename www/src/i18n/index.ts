/** The page's words and numbers in the chosen language. */
import { computed, effect, signal } from "@preact/signals";
import { en, type Strings } from "./en.ts";
import { fr } from "./fr.ts";

export const LOCALES = { en, fr } satisfies Record<string, Strings>;
export type Locale = keyof typeof LOCALES;

export const locale = signal<Locale>(navigator.language.toLowerCase().startsWith("fr") ? "fr" : "en");
/** Read inside a component, it renders again when the language changes. */
export const t = computed<Strings>(() => LOCALES[locale.value]);

effect(() => {
  document.documentElement.lang = locale.value;
});
