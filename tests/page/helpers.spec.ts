/** A large file is read by several workers, and nothing about the report tells. */
import { availableParallelism } from "node:os";
import { expect, test } from "@playwright/test";
import { pieces } from "../../benches/generate.mjs";
import { audit } from "../../npm/lib/node.js";
import { page$ } from "./built.ts";
import { file } from "./exports.ts";
import { choose, saved, tab } from "./journey.ts";
import { listen } from "./ways-out.mjs";

test("several workers give the report of one, without a request", async ({ page }) => {
  test.skip(availableParallelism() < 2, "Browsers start no helpers on one processor.");
  test.setTimeout(90_000);
  const server = await listen(page$);
  const workers: string[] = [];
  page.on("worker", (worker) => workers.push(worker.url()));
  await page.goto(server.address);
  await page.waitForLoadState("networkidle");
  const [alone, before] = [workers.length, server.asked.length];
  const content = Buffer.from([...pieces(18 << 20, "ndjson", 3)].join(""));
  await choose(page, file("large.json", content));
  await expect(tab(page, "Summary")).toBeVisible({ timeout: 60_000 });
  expect(workers.length).toBeGreaterThan(alone);
  const { text } = await saved(page, "Whole report, JSON");
  const named = { name: "large.json", size: content.length, stream: () => [content] };
  expect(JSON.parse(text)).toEqual(await audit(named, { lang: "auto", workers: 1 }));
  expect(server.asked.slice(before).filter((asked) => asked !== "GET /sw.js")).toEqual([]);
  server.close();
});
