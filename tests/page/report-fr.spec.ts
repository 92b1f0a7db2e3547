/** What is downloaded from the French page is French, but for what others have written. */
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import type { Format, Report } from "../../npm/index.d.ts";
import { render } from "../../npm/lib/node.js";
import { reportInFrench } from "../../www/src/i18n/report-fr.ts";
import { file, loops } from "./exports.ts";
import { chooseAndWait, saved } from "./journey.ts";

const FORMATS: Format[] = ["html", "markdown"];
const golden = (): Report =>
  JSON.parse(readFileSync(new URL("../golden/report.json", import.meta.url), "utf8")) as Report;

/** The French of a report, and its words that have none. */
async function french(report: Report, format: Format) {
  const missing: string[] = [];
  const blob = new Blob([render(report, format)], { type: "text/plain" });
  const text = await (await reportInFrench(blob, format, (words) => missing.push(words))).text();
  return { text, missing };
}

/** Every sentence that a report can have, in few and in many. */
function reports(): Report[] {
  const [many, few, bare] = [golden(), golden(), golden()];
  const [finding] = many.detections;
  if (!finding) throw new Error("The golden report has findings.");
  many.detections = Array.from({ length: 1_002 }, () => finding);
  many.input.skipped = Array.from({ length: 102 }, () => ({ ...many.input.skipped[0], id: null })) as never;
  many.corpus.money.outcomes = 2;
  few.input.conversations = few.input.messages = few.summary.findings = 1;
  few.detections = Array.from({ length: 1_001 }, () => finding);
  few.corpus.resolution.durable_unobserved = few.corpus.time_to_human.requests = few.corpus.money.outcomes = 1;
  few.corpus.time_to_human.median = null;
  few.corpus.csat.low = { ...few.corpus.csat.low, count: 3, of: 12, rate: 0.25 };
  bare.detections = [];
  bare.input.files = [];
  bare.corpus.from = bare.corpus.to = null;
  bare.corpus.csat.low = { ...bare.corpus.csat.low, count: 0, of: 0, rate: null };
  bare.summary.affected = { count: 0, of: 0, rate: null, low: null, high: null };
  return [golden(), many, few, bare];
}

test("there is French for all that stands around findings", async () => {
  const { input, detections } = golden();
  // Made up for the golden report: the core says nothing like them.
  const invented = [...input.warnings, ...input.skipped, ...detections].map((one) =>
    "message" in one ? one.message : "reason" in one ? one.reason : one.explanation,
  );
  for (const report of reports()) {
    for (const format of FORMATS) {
      const { missing } = await french(report, format);
      expect(missing.filter((words) => !invented.some((other) => words.includes(other)))).toEqual([]);
    }
  }
});

test("what others have written stays as it is", async () => {
  const report = golden();
  const [finding] = report.detections;
  if (!finding) throw new Error("The golden report has findings.");
  for (const one of report.input.files) one.name = "Findings";
  const lines = "Yes:\n**Bot**, message 1 (promised):\n| Share | 1.5 % |\n# Findings\n**Note:** Resolution";
  for (const quote of ["None.", "29.6 %", lines]) {
    finding.evidence = finding.evidence.map((evidence) => ({ ...evidence, quote }));
    for (const format of FORMATS) {
      const english = render(report, format);
      const { text } = await french(report, format);
      const words = (rendered: string) =>
        rendered.match(/<blockquote[\s\S]*?<\/blockquote>|<bdi>Findings<\/bdi>|^> (?!\*\*).*$|`Findings`/gm);
      expect(words(english)?.join()).toContain(quote.slice(0, 2));
      expect(words(text)).toEqual(words(english));
    }
  }
});

test("numbers are written the French way, and those of the bot as it wrote them", async () => {
  const report = golden();
  const [finding] = report.detections;
  if (finding) finding.explanation = 'The bot says 12.50, the facts give 9.90 for "delivery".';
  for (const format of FORMATS) {
    const { text } = await french(report, format);
    expect(text).toContain("29,6\u00a0%");
    expect(text).toContain("Le bot dit 12.50, les faits donnent 9.90 pour « delivery ».");
  }
});

test("the French page saves a French report", async ({ page }) => {
  await page.goto("./");
  await chooseAndWait(page, file("export.json", loops(2)));
  await page.getByRole("combobox", { name: "Language of the page" }).selectOption("fr");
  const { text } = await saved(page, "Rapport, un fichier HTML", "Télécharger");
  expect(text).toContain('<html lang="fr">');
  expect(text).toContain("<h1>Audit du chatbot</h1>");
  expect(text).toContain("Le bot a donné la même réponse");
});
