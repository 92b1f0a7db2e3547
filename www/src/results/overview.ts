/** The summary's share of a report, small whatever the report's size. */
import type { Report } from "../../../npm/index.d.ts";
import type { Cut, Overview } from "../protocol.ts";
import type { Audited } from "../reading/audit.ts";
import { at, type Columns } from "./columns.ts";

/** Rows of a list that anybody will read on a page; the downloads hold all. */
const SHOWN = 200;

/** `report` needs no rows or findings. */
export function overview(report: Report, columns: Columns, unopened: Audited["unopened"]): Overview {
  const { input, summary, corpus, tool, options } = report;
  const skipped = [
    ...unopened.map(({ name, problem }) => ({ file: name, offset: 0, code: problem.code, reason: problem.message })),
    ...input.skipped,
  ];
  const skippedByCode: Record<string, number> = {};
  for (const { code } of skipped) skippedByCode[code] = (skippedByCode[code] ?? 0) + 1;
  return {
    tool,
    options,
    conversations: input.conversations,
    messages: input.messages,
    bytes: input.files.reduce((sum, file) => sum + file.bytes, 0),
    summary,
    corpus,
    files: cut(input.files),
    skipped: cut(skipped),
    skippedByCode,
    warnings: input.warnings,
    authors: cut(input.authors),
    languages: byFrequency(columns),
  };
}

function cut<T>(rows: T[]): Cut<T> {
  return { rows: rows.slice(0, SHOWN), total: rows.length };
}

function byFrequency({ language, languages }: Columns): string[] {
  const counts = new Uint32Array(languages.length);
  for (const index of language) counts[index] = at(counts, index) + 1;
  return languages
    .map((name, index) => ({ name, count: at(counts, index) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name))
    .map(({ name }) => name);
}
