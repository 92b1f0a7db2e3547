/** Nothing leaves the page: no request after load, no way out for a script inside it, nothing stored. */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import { file, loops } from "./exports.ts";
import { chooseAndWait, openFindings, openSample, rows, tab } from "./journey.ts";

const built = (name: string) => fileURLToPath(new URL(`../../dist/page/${name}`, import.meta.url));

/** A server on a loopback port that remembers what it was asked for. */
async function listen(answer: (path: string) => { type: string; body: Buffer } | null) {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const found = answer(new URL(request.url ?? "/", "http://localhost").pathname);
    response.writeHead(found ? 200 : 404, {
      "content-type": found?.type ?? "text/plain",
      "access-control-allow-origin": "*",
    });
    response.end(found?.body);
  });
  server.on("upgrade", (request, socket) => {
    asked.push(`UPGRADE ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { asked, address, close: () => server.close() };
}

const page$ = (path: string) =>
  path === "/"
    ? { type: "text/html", body: readFileSync(built("index.html")) }
    : path === "/sw.js"
      ? { type: "text/javascript", body: readFileSync(built("sw.js")) }
      : null;

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

/** Every way out that a script has, each with the customer's words on board; `to` is the listener's address. */
const WAYS_OUT = {
  fetch: "fetch(to + 'fetch?secret').catch(() => {})",
  "fetch without CORS": "fetch(to + 'no-cors?secret', { mode: 'no-cors' }).catch(() => {})",
  XMLHttpRequest: "const x = new XMLHttpRequest(); x.open('GET', to + 'xhr?secret'); x.send()",
  WebSocket: "new WebSocket(to.replace('http', 'ws') + 'ws?secret')",
  EventSource: "new EventSource(to + 'events?secret')",
  import: "import(to + 'module.js?secret').catch(() => {})",
  worker: "new Worker(to + 'worker.js?secret')",
};
const element = (name: string, properties: string) =>
  `document.body.append(Object.assign(document.createElement('${name}'), { ${properties} }))`;
const ONLY_IN_PAGE = {
  beacon: "navigator.sendBeacon(to + 'beacon?secret', 'secret')",
  image: "new Image().src = to + 'image?secret'",
  stylesheet: element("link", "rel: 'stylesheet', href: to + 'style?secret'"),
  prefetch: element("link", "rel: 'prefetch', href: to + 'prefetch?secret'"),
  script: element("script", "src: to + 'script?secret'"),
  frame: element("iframe", "src: to + 'frame?secret'"),
  audio: element("audio", "src: to + 'audio?secret', preload: 'auto'"),
  object: element("object", "data: to + 'object?secret'"),
  "inline script": element("script", "text: 'new Image().src = \"' + to + 'inline?secret\"'"),
  "event handler":
    "const b = new Image(); b.setAttribute('onerror', 'fetch(\"' + to + 'handler?secret\")'); b.src = 'data:,x'; document.body.append(b)",
  form: "const f = document.createElement('form'); f.action = to + 'form'; f.method = 'post'; document.body.append(f); f.submit()",
};
/** Browsers refuse some ways with an exception, others in silence. */
const attempt = (way: string, to: string) => `{ const to = ${JSON.stringify(to)}; try { ${way} } catch {} }`;

test("no way out of the page reaches a listening server", async ({ page }) => {
  const listener = await listen(() => ({ type: "text/plain", body: Buffer.from("") }));
  await page.goto("./");
  for (const [name, way] of Object.entries({ ...WAYS_OUT, ...ONLY_IN_PAGE })) {
    await test.step(name, () => page.evaluate(attempt(way, listener.address)));
  }
  await page.waitForTimeout(800);
  expect(listener.asked).toEqual([]);
  listener.close();
});

test("the same ways lead out of a page that has no policy", async ({ page }) => {
  const listener = await listen(() => ({ type: "text/plain", body: Buffer.from("") }));
  const open = await listen(() => ({ type: "text/html", body: Buffer.from("<!doctype html><title>open</title>") }));
  await page.goto(open.address);
  for (const [name, way] of Object.entries({ ...WAYS_OUT, ...ONLY_IN_PAGE })) {
    if (name !== "form") await page.evaluate(attempt(way, listener.address));
  }
  // A worker script of another origin is refused by every browser; a prefetch may be left out by one that is driven.
  const reached = [
    "fetch",
    "no-cors",
    "xhr",
    "ws",
    "events",
    "module.js",
    "beacon",
    "image",
    "style",
    "script",
    "frame",
    "audio",
    "object",
    "inline",
    "handler",
  ];
  await expect
    .poll(() => reached.filter((path) => !listener.asked.some((asked) => asked.includes(`/${path}?`))))
    .toEqual([]);
  listener.close();
  open.close();
});

test("no way out of a worker that is started as the page starts its own reaches a listening server", async ({
  page,
}) => {
  const listener = await listen(() => ({ type: "text/plain", body: Buffer.from("") }));
  // Keeps the page's own policy at hand, with which alone a worker can be started.
  await page.addInitScript(() => {
    const factory = (window as unknown as { trustedTypes?: { createPolicy(...rules: unknown[]): unknown } })
      .trustedTypes;
    const create = factory?.createPolicy.bind(factory);
    if (factory && create) {
      factory.createPolicy = (...rules) => {
        const policy = create(...rules);
        Object.assign(window, { policy });
        return policy;
      };
    }
  });
  await page.goto("./");
  await expect(page.getByText("Drop your export here")).toBeVisible();
  const code = Object.values(WAYS_OUT).map((way) => attempt(way, listener.address));
  const heard = await page.evaluate(
    (script) =>
      new Promise((resolve) => {
        const url = URL.createObjectURL(new Blob([`${script}; postMessage("tried")`], { type: "text/javascript" }));
        const { policy } = window as unknown as { policy?: { createScriptURL(url: string): string } };
        const worker = new Worker(policy?.createScriptURL(url) ?? url);
        worker.onmessage = ({ data }) => resolve(data);
      }),
    code.join("\n"),
  );
  expect(heard).toBe("tried");
  await page.waitForTimeout(800);
  expect(listener.asked).toEqual([]);
  listener.close();
});

test("no way out of the analysing worker itself reaches a listening server", async ({ page, browserName }) => {
  test.skip(browserName !== "chromium", "Only Chromium lets a test reach into a running worker.");
  const listener = await listen(() => ({ type: "text/plain", body: Buffer.from("") }));
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

test("WebRTC, which no policy covers, is not there", async ({ page }) => {
  await page.goto("./");
  await expect(page.getByText("Drop your export here")).toBeVisible();
  expect(await page.evaluate(() => "RTCPeerConnection" in window)).toBe(false);
});
