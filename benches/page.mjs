// Measures the built page in Chromium: until it is ready, from the drop to the first finding and the report, and how long the
// main thread was ever held up.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { ROOT } from "../scripts/tools.mjs";
import { BROWSER, launch } from "./chromium.mjs";

/** Runs before the page does: notes when what happened, in milliseconds since the navigation. */
function watch() {
  const noted = { ready: 0, chosen: 0, first: 0, done: 0, progress: [], longest: 0 };
  Object.assign(window, { noted });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) noted.longest = Math.max(noted.longest, duration);
  }).observe({ type: "longtask" });
  addEventListener("change", () => Object.assign(noted, { chosen: performance.now(), longest: 0 }), { capture: true });
  const { Worker } = window;
  window.Worker = class extends Worker {
    constructor(...options) {
      super(...options);
      this.addEventListener("message", ({ data }) => {
        const now = performance.now();
        if (data.is === "ready") noted.ready ||= now;
        if (data.is === "done") noted.done = now;
        if (data.is !== "progress") return;
        noted.progress.push(now);
        if (data.progress.findings > 0) noted.first ||= now;
      });
    }
  };
}

/** Milliseconds of each of so many visits with a file; null where there is no Chromium. */
export async function pageRuns(file, runs) {
  if (!BROWSER) return null;
  const page = readFileSync(join(ROOT, "dist/page/index.html"));
  const server = createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end(page));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const visits = [];
  try {
    for (let visit = 0; visit < runs; visit++) visits.push(await visited(server.address().port, file));
  } finally {
    server.close();
  }
  return visits;
}

async function visited(port, file) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.addInitScript(watch);
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.waitForFunction(() => window.noted.ready > 0);
    await page.waitForTimeout(1000);
    await page.setInputFiles('input[name="files"]', file);
    await page.waitForFunction(() => window.noted.done > 0, null, { timeout: 600_000 });
    await page.getByRole("navigation").getByRole("link", { name: "Findings" }).click();
    await page.getByRole("listbox").getByRole("option").first().waitFor();
    const { ready, chosen, first, done, progress, longest } = await page.evaluate(() => window.noted);
    const pauses = progress.map((moment, index) => moment - (progress[index - 1] ?? chosen));
    return {
      "navigation to ready": ready,
      "choice to the first finding": first - chosen,
      "choice to the report": done - chosen,
      "longest pause between two words of progress": Math.max(...pauses),
      "longest task of the main thread from then on": longest,
    };
  } finally {
    await browser.close();
  }
}

export function printPage(megabytes, visits) {
  if (!visits) return;
  console.log(`\n${`The page with ${megabytes} MB, milliseconds`.padEnd(52)}${"median".padStart(8)}  spread`);
  for (const what of Object.keys(visits[0])) {
    const sorted = visits.map((visit) => Math.round(visit[what])).sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)];
    console.log(`${what.padEnd(52)}${String(median).padStart(8)}  ${sorted[0]} – ${sorted.at(-1)}`);
  }
}
