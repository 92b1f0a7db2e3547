/** Every rendering can be saved. */
import { expect, test } from "@playwright/test";
import { file, loops } from "./exports.ts";
import { chooseAndWait, saved } from "./journey.ts";

test.beforeEach(async ({ page }) => {
  await page.goto("./");
  await chooseAndWait(page, file("export.json", loops(2)));
});

test("findings as JSON", async ({ page }) => {
  const { name, text } = await saved(page, "Findings, JSON");
  expect(name).toBe("chatbot-audit-findings.json");
  const findings = JSON.parse(text) as { detector: string; conversation_id: string }[];
  expect(
    findings.filter(({ detector }) => detector === "death_loop").map((finding) => finding.conversation_id),
  ).toEqual(["loop-1", "loop-2"]);
});

test("the whole report as JSON", async ({ page }) => {
  const { text } = await saved(page, "Whole report, JSON");
  expect(JSON.parse(text).input.conversations).toBe(2);
});

test("findings as CSV", async ({ page }) => {
  const { name, text } = await saved(page, "Findings, CSV");
  expect(name).toMatch(/\.csv$/);
  expect(text.split(/\r?\n/)[0]).toContain("conversation_id");
  expect(text).toContain("loop-2");
});

test("the report as Markdown", async ({ page }) => {
  const { text } = await saved(page, "Report, Markdown");
  expect(text).toMatch(/^# /);
  expect(text).toContain("loop-1");
});

test("the report as one HTML file", async ({ page }) => {
  const { name, text } = await saved(page, "Report, one HTML file");
  expect(name).toMatch(/\.html$/);
  expect(text.toLowerCase()).toMatch(/^<!doctype html>/);
  expect(text).not.toContain("<script");
});

test("the browser saves the file", async ({ page, browserName }) => {
  test.skip(browserName === "firefox", "Firefox under BiDi tells of no download.");
  const download = page.waitForEvent("download");
  await page.getByText("Download", { exact: true }).click();
  await page.getByRole("button", { name: "Findings, CSV" }).click();
  expect((await download).suggestedFilename()).toBe("chatbot-audit-findings.csv");
});
