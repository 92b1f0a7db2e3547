// Measures the audit in Chromium's worker, reading the file included, beside text() and JSON.parse there.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { ROOT } from "../scripts/tools.mjs";

/** Chromium's program; undefined where there is none. */
export const BROWSER = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);

/** Starts it. */
export const launch = () =>
  chromium.launch({
    executablePath: BROWSER,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });

const WORKER = `
import { initSync, Analyzer, Helper } from "/analyzer.js";
import { Helpers, help } from "/helpers.js";
const works = {
  "audit, one worker": (file, module) => audit(file, module, 1),
  "audit, two workers": (file, module) => audit(file, module, 2),
  async "text() + JSON.parse"(file) {
    return Object.keys(JSON.parse(await file.text())).length;
  },
};
async function audit(file, module, workers) {
  const analyzer = new Analyzer({});
  const helpers = new Helpers(analyzer, started, { module }, workers);
  helpers.grow(file.size);
  analyzer.begin(file.name);
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    analyzer.push(value);
    await helpers.deal();
  }
  await helpers.settled();
  helpers.end();
  analyzer.end();
  const report = analyzer.finish();
  const value = report.value();
  report.free();
  return value.detections.length;
}
function started(hear, lost) {
  const worker = new Worker("/worker.js", { type: "module" });
  worker.onmessage = ({ data }) => hear(data);
  worker.onerror = lost;
  return { send: (message, transfer) => worker.postMessage(message, transfer ?? []), end: () => worker.terminate() };
}
onmessage = async ({ data: { file, runs, module } }) => {
  if (module) {
    initSync({ module });
    const answer = help(new Helper({}), (message, transfer) => postMessage(message, { transfer }));
    onmessage = ({ data }) => answer(data);
    return;
  }
  module = await WebAssembly.compileStreaming(fetch("/analyzer.wasm"));
  initSync({ module });
  const seconds = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let turn = 0; turn <= runs; turn++) {
    for (const [name, work] of Object.entries(works)) {
      const began = performance.now();
      await work(file, module);
      if (turn > 0) seconds[name].push((performance.now() - began) / 1000);
    }
  }
  postMessage(seconds);
};`;

const PAGE = `<!doctype html><input type="file"><script type="module">
document.querySelector("input").onchange = ({ target }) => {
  const worker = new Worker("/worker.js", { type: "module" });
  worker.onmessage = ({ data }) => { window.measured = data; };
  worker.onerror = ({ message }) => { window.measured = { error: message }; };
  worker.postMessage({ file: target.files[0], runs: window.runs });
};</script>`;

/** Seconds of each run by what was run, the first one (cold) left out; null where there is no Chromium. */
export async function chromiumRuns(file, runs) {
  if (!BROWSER) return null;
  const served = {
    "/": ["text/html", PAGE],
    "/worker.js": ["text/javascript", WORKER],
    "/analyzer.js": ["text/javascript", readFileSync(join(ROOT, "npm/dist/analyzer.js"))],
    "/helpers.js": ["text/javascript", readFileSync(join(ROOT, "npm/lib/helpers.js"))],
    "/analyzer.wasm": ["application/wasm", readFileSync(join(ROOT, "npm/dist/analyzer_bg.wasm"))],
  };
  const server = createServer(({ url }, response) => {
    const [type, body] = served[url] ?? [];
    response.writeHead(body ? 200 : 404, { "content-type": type ?? "text/plain" }).end(body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.evaluate((count) => {
      window.runs = count;
    }, runs);
    await page.setInputFiles("input", file);
    const measured = await (await page.waitForFunction(() => window.measured, null, { timeout: 600_000 })).jsonValue();
    if (measured.error) throw new Error(`The worker failed: ${measured.error}`);
    return measured;
  } finally {
    await browser.close();
    server.close();
  }
}
