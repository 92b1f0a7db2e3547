/** Nothing leaves the page: no request after load, no way out for a script inside it, nothing stored. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import { built, page$ } from "./built.ts";
import { file, loops } from "./exports.ts";
import { chooseAndWait, openFindings, openSample, rows, tab } from "./journey.ts";
import {
  attempt,
  KEEP_POLICY,
  listen,
  ONLY_IN_PAGE,
  openPage,
  REACHED,
  startListener,
  tryInWorkers,
  WAYS_OUT,
} from "./ways-out.mjs";

/** Loaded, with the service worker's copy made. */
async function settle(page: Page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForLoadState("networkidle");
}

test("a whole journey makes no request", async ({ page }) => {
  const server = await listen(page$);
  await page.goto(server.address);
  await settle(page);
  const before = server.asked.length;
  expect(before).toBeGreaterThan(0);
  await chooseAndWait(page, file("export.json", loops(30)));
  await openFindings(page);
  await rows(page).nth(2).click();
  await page.getByRole("searchbox").fill("parcel");
  await page.getByText("Download", { exact: true }).click();
  await page.getByRole("button", { name: "Findings, CSV" }).click();
  await tab(page, "Summary").click();
  await page.getByRole("button", { name: "How to verify" }).click();
  await expect(page.getByText("This page counts its own requests: 0 since it was loaded.")).toBeVisible();
  // Firefox looks for a newer service worker at a moment of its own; that request is the browser's and carries nothing.
  expect(server.asked.slice(before).filter((asked) => asked !== "GET /sw.js")).toEqual([]);
  server.close();
});

test("no way out of the page reaches a listening server", async ({ page }) => {
  const listener = await startListener();
  await page.goto("./");
  for (const [name, way] of Object.entries({ ...WAYS_OUT, ...ONLY_IN_PAGE })) {
    await test.step(name, () => page.evaluate(attempt(way, listener.address)));
  }
  await page.waitForTimeout(800);
  expect(listener.asked).toEqual([]);
  listener.close();
});

test("the same ways lead out of a page that has no policy", async ({ page }) => {
  const listener = await startListener();
  const open = await openPage();
  await page.goto(open.address);
  for (const [name, way] of Object.entries({ ...WAYS_OUT, ...ONLY_IN_PAGE })) {
    if (name !== "form") await page.evaluate(attempt(way, listener.address));
  }
  // A worker script of another origin is refused by every browser; a prefetch may be left out by one that is driven.
  await expect
    .poll(() => REACHED.filter((path) => !listener.asked.some((asked) => asked.includes(`/${path}?`))))
    .toEqual([]);
  listener.close();
  open.close();
});

test("no way out of a worker that is started as the page starts its own, or of its helper, reaches a listening server", async ({
  page,
}) => {
  const listener = await startListener();
  await page.addInitScript(KEEP_POLICY);
  await page.goto("./");
  await expect(page.getByText("Drop your export here")).toBeVisible();
  const heard = await page.evaluate(tryInWorkers(listener.address));
  expect(heard).toBe("tried by both");
  await page.waitForTimeout(800);
  expect(listener.asked).toEqual([]);
  listener.close();
});

test("no way out of the analysing worker itself reaches a listening server", async ({ page, browserName }) => {
  test.skip(browserName !== "chromium", "Only Chromium lets a test reach into a running worker.");
  const listener = await startListener();
  await page.goto("./");
  await expect.poll(() => page.workers().length).toBe(1);
  for (const [name, way] of Object.entries(WAYS_OUT)) {
    await test.step(name, () => page.workers()[0]?.evaluate(attempt(way, listener.address)));
  }
  await page.waitForTimeout(800);
  expect(listener.asked).toEqual([]);
  listener.close();
});

test("the policy is strict and says nothing unsafe beyond WebAssembly", async ({ page }) => {
  await page.goto("./");
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy?.replace("'wasm-unsafe-eval'", "")).not.toContain("unsafe");
  expect(policy).not.toMatch(/https?:/);
  const html = readFileSync(built("index.html"), "utf8");
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).not.toMatch(/\s(src|href)="(?!data:)/);
});

test("nothing is stored until the settings are to be remembered", async ({ page }) => {
  await openSample(page);
  const stored = () => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie);
  expect(await stored()).toBe("{}");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("textbox", { name: "Bots that post" }).pressSequentially("helper@example.com");
  await page.keyboard.press("Tab");
  expect(await stored()).toBe("{}");
  await page.getByRole("checkbox", { name: "Remember these settings" }).check();
  expect(await stored()).toContain("helper@example.com");
  await page.reload();
  await page.getByRole("button", { name: "Settings" }).click();
  await expect(page.getByRole("textbox", { name: "Bots that post" })).toHaveValue("helper@example.com");
  await page.getByRole("checkbox", { name: "Remember these settings" }).uncheck();
  expect(await stored()).toBe("{}");
});

test("the file opened from disk audits all the same", async ({ page }) => {
  await page.goto(pathToFileURL(built("index.html")).href);
  await chooseAndWait(page, file("export.json", loops(3)));
  await openFindings(page);
  await rows(page).first().click();
  await expect(page.locator(".message").first()).toContainText("Where is my parcel?");
});

test("a page that was opened once opens without a network", async ({ page, context, browserName }) => {
  const server = await listen(page$);
  await page.goto(server.address);
  await settle(page);
  server.close();
  if (browserName === "chromium") await context.setOffline(true);
  await page.goto(`${server.address}?sample`);
  await expect(tab(page, "Summary")).toBeVisible();
});

test("WebRTC and windows, which no policy covers, are not there", async ({ page }) => {
  await page.goto("./");
  await expect(page.getByText("Drop your export here")).toBeVisible();
  expect(await page.evaluate(() => ["RTCPeerConnection", "open"].filter((name) => name in window))).toEqual([]);
});
