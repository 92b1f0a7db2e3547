/** The page stays quick however much is found. */
import { writeFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { loops } from "../conversations.mjs";
import { list, openFindings, rows, tab } from "./journey.ts";

// Somebody else may take the processor away for a moment.
test.describe.configure({ retries: 2 });

/** Milliseconds; a longer task is felt. */
const FELT = 50;

test("with two hundred thousand findings the main thread is never held up", async ({ page, browserName }) => {
  test.skip(browserName !== "chromium", "Only Chromium tells of long tasks.");
  test.setTimeout(120_000);
  const path = test.info().outputPath("large.json");
  writeFileSync(
    path,
    loops(70_000)
      .map((loop) => JSON.stringify(loop))
      .join("\n"),
  );
  await page.goto("./");
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => {
    const long: number[] = [];
    Object.assign(window, { long });
    new PerformanceObserver((entries) => long.push(...entries.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
    });
  });
  await page.locator('input[name="files"]').setInputFiles(path);
  await expect(tab(page, "Summary")).toBeVisible({ timeout: 90_000 });
  await openFindings(page);
  await expect(page.getByText(/^210,000 of 210,000 findings/)).toBeVisible();
  await page.getByRole("searchbox").fill("loop-69999");
  await expect(rows(page).filter({ hasText: "#loop-69999" }).first()).toBeVisible({ timeout: 20_000 });
  await page.getByRole("searchbox").fill("");
  await expect.poll(() => rows(page).count()).toBeGreaterThan(5);
  await list(page).focus();
  await page.keyboard.press("End");
  await expect(rows(page).last()).toBeInViewport();
  await expect(rows(page).last().locator(".row-mode")).toBeVisible();
  expect(await rows(page).count()).toBeLessThan(60);
  const long = await page.evaluate(() => (window as unknown as { long: number[] }).long);
  expect(long.filter((duration) => duration > FELT)).toEqual([]);
});
