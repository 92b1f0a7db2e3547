/** The page serves everybody: both themes, both languages, keyboard, screen reader, narrow screens. */
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { inFrench } from "../../www/src/i18n/said-fr.ts";
import { file } from "./exports.ts";
import { choose, detail, list, openFindings, openSample, rows, tab } from "./journey.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function expectClean(page: Page, what: string) {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  expect(found, what).toEqual([]);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 390]) {
    test(`axe finds nothing wrong, ${colorScheme}, ${width} pixels wide`, async ({ page }) => {
      test.setTimeout(90_000);
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto("./");
      for (const fold of await page.locator(".fold > summary").all()) await fold.click();
      await expectClean(page, "first screen");
      await choose(page, file("empty.json", ""));
      await expect(page.getByRole("alert")).toBeVisible();
      await expectClean(page, "failure");
      await openSample(page);
      for (const fold of await page.locator("main details > summary").all()) await fold.click();
      await expectClean(page, "summary");
      await page.getByRole("button", { name: "How to verify" }).click();
      await expectClean(page, "sheet");
      await page.keyboard.press("Escape");
      await openFindings(page);
      await expectClean(page, "findings");
      await rows(page).first().click();
      await expect(detail(page).locator(".message").first()).toBeVisible();
      await expectClean(page, "conversation");
    });
  }
}

test("nothing is wider than a narrow screen", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.goto("./");
  expect(await overflow()).toBe(0);
  await openSample(page);
  expect(await overflow()).toBe(0);
  await openFindings(page);
  expect(await overflow()).toBe(0);
  await rows(page).first().click();
  await expect(detail(page).getByRole("button", { name: "Back to the list" })).toBeVisible();
  await expect(list(page)).toBeHidden();
  expect(await overflow()).toBe(0);
  await page.getByRole("button", { name: "Back to the list" }).click();
  await expect(list(page)).toBeVisible();
});

test("the page speaks French, all of it", async ({ page }) => {
  await page.goto("./");
  await page.getByRole("combobox", { name: "Language of the page" }).selectOption("fr");
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await expect(page.getByText("Déposez votre export ici")).toBeVisible();
  await page.getByRole("button", { name: "Essayer l’exemple" }).click();
  await expect(page.getByRole("heading", { name: "Constats par mode d’échec" })).toBeVisible();
  await page.getByRole("navigation").getByRole("link", { name: "Constats" }).click();
  await expect(rows(page).first()).toBeVisible();
  for (const english of ["Findings", "Summary", "Evidence", "Download", "Settings"]) {
    await expect(page.locator("body")).not.toContainText(english);
  }
  await rows(page).first().click();
  await expect(page.locator("#detail .explanation")).toContainText(/[Ll]e bot|[Ll]e client/);
  await expect(page.locator("[role=listbox] [lang=en], #detail [lang=en]")).toHaveCount(0);
});

const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("there is French for all that the core says of findings and authors", () => {
  const findings = text("tests/golden/wording.txt").trimEnd().split("\n");
  const authors = [...text("src/input/authors.rs").matchAll(/\(Role::\w+, "(.+?)"\)/g)].map(
    ([, reason = ""]) => reason,
  );
  expect(authors).toContain("exported as a bot");
  expect([...findings, ...authors].filter((line) => inFrench(line) === undefined)).toEqual([]);
  expect(findings.map(inFrench).filter((line) => /\bthe customer\b|\btimes\b/.test(line ?? ""))).toEqual([]);
  expect(inFrench("The customer gave up; nothing shows that the matter was solved. It is counted as resolved.")).toBe(
    "Le client a abandonné ; rien ne montre que le problème a été résolu. La conversation compte comme résolue.",
  );
  for (const other of ["The customer gave cheese; nothing shows that the matter was solved.", "constructor"]) {
    expect(inFrench(other)).toBeUndefined();
  }
});

test("there is French for all that the core says of files", () => {
  const source = (path: string) =>
    (text(path).split("#[cfg(test)]")[0] ?? "").replace(/^\s*\/\/.*$/gm, "").replace(/\\\n\s*/g, "");
  const [, advice = ""] = /FULL_EXPORT: &str = "(.+)";/.exec(source("src/input/mod.rs")) ?? [];
  const values: Record<string, string> = {
    "{FULL_EXPORT}": advice,
    "{what}": "parts",
    "{why}": "nobody knows who speaks",
  };
  // An id in a path is one of the words; all else in braces is a value.
  const spoken = (words: string) =>
    words.replaceAll('\\"', '"').replace(/(?<!\/)\{\w*[^}]*\}/g, (name) => values[name] ?? "7");
  const files = [
    "analyzer.rs",
    "input/mod.rs",
    "input/sniff.rs",
    "input/csv.rs",
    "input/intercom.rs",
    "input/articles.rs",
  ];
  const sentences = files.flatMap((file) =>
    [...source(`src/${file}`).matchAll(/"((?:[^"\\]|\\.)*)"/g)]
      .map(([, words = ""]) => words)
      .filter((words) => /^(?:[A-Z]|\{\w+\} ).* .*\.$/.test(words)),
  );
  expect(sentences).toContain("This file is empty.");
  expect(sentences.length).toBeGreaterThan(35);
  const rows = [...source("src/input/csv.rs").matchAll(/Row::Bad\("(.+?)"\)/g)].map(([, reason = ""]) => reason);
  expect(rows).toContain("nobody knows who speaks");
  expect([...sentences.map(spoken), ...rows].filter((line) => inFrench(line) === undefined)).toEqual([]);
  expect(inFrench("The line that begins at byte 5 breaks off in the middle of a conversation (71).")).toBe(
    "La ligne qui commence à l’octet 5 s’interrompt au milieu d’une conversation (71).",
  );
  expect(inFrench("An article is not valid JSON: expected a value (at byte 5)")).toBe(
    "Un article n’est pas du JSON valide : expected a value (à l’octet 5)",
  );
});

test.describe("in a French browser", () => {
  test.use({ locale: "fr-FR" });
  test("the page begins in French", async ({ page, browserName }) => {
    test.skip(browserName === "firefox", "Firefox under BiDi keeps its own language.");
    await page.goto("./");
    await expect(page.getByRole("button", { name: "Choisir des fichiers" })).toBeVisible();
  });
});

test("the theme can be chosen against the system's", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("./");
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.getByRole("button", { name: "Theme: Like the system" }).click();
  await page.getByRole("button", { name: "Theme: Light" }).click();
  await expect(page.getByRole("button", { name: "Theme: Dark" })).toBeVisible();
  expect(await paper()).not.toBe(light);
});

test("a first visit works by keyboard alone", async ({ page }) => {
  await page.goto("./");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Choose files" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Try the sample" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(tab(page, "Findings")).toBeVisible();
  await tab(page, "Findings").focus();
  await page.keyboard.press("Enter");
  await expect(list(page)).toBeVisible();
});
