/** Which findings a filter lets through, and how many each facet would. */
import type { Filter, Matches } from "../protocol.ts";
import { at, type Columns, SEVERITIES } from "./columns.ts";
import { folded, type Haystacks } from "./search.ts";

export function match(columns: Columns, texts: Haystacks, filter: Filter): { found: Uint32Array; matches: Matches } {
  const modes = allowed(columns.modes, filter.modes);
  const severities = allowed(SEVERITIES, filter.severities);
  const languages = allowed(columns.languages, filter.languages);
  const leastPercent = Math.round(filter.minConfidence * 100);
  const words = folded(filter.text).split(/\s+/).filter(Boolean);
  const byMode = new Uint32Array(columns.modes.length);
  const bySeverity = new Uint32Array(SEVERITIES.length);
  const byLanguage = new Uint32Array(columns.languages.length);
  const found = new Uint32Array(columns.order.length);
  let total = 0;
  for (const index of columns.order) {
    if (at(columns.percent, index) < leastPercent) continue;
    const [mode, severity, language] = [
      at(columns.mode, index),
      at(columns.severity, index),
      at(columns.language, index),
    ];
    const fits = [modes[mode], severities[severity], languages[language]];
    const misses = fits.filter((fit) => !fit).length;
    if (misses > 1) continue;
    if (words.length > 0) {
      const text = texts.of(index);
      if (!words.every((word) => text.includes(word))) continue;
    }
    if (misses === 0 || !fits[0]) byMode[mode] = at(byMode, mode) + 1;
    if (misses === 0 || !fits[1]) bySeverity[severity] = at(bySeverity, severity) + 1;
    if (misses === 0 || !fits[2]) byLanguage[language] = at(byLanguage, language) + 1;
    if (misses === 0) found[total++] = index;
  }
  return {
    found: found.slice(0, total),
    matches: {
      total,
      modes: named(columns.modes, byMode),
      severities: named(SEVERITIES, bySeverity),
      languages: named(columns.languages, byLanguage),
    },
  };
}

function allowed(names: readonly string[], chosen: string[]): boolean[] {
  return names.map((name) => chosen.length === 0 || chosen.includes(name));
}

function named(names: readonly string[], counts: Uint32Array): Record<string, number> {
  return Object.fromEntries(names.map((name, index) => [name, at(counts, index)]));
}
