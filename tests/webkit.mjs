/** Nothing leaves the page in WebKitGTK either: from a server and from disk, driven by plain WebDriver. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
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
} from "./page/ways-out.mjs";

const PROGRAMS = ["WebKitWebDriver", "xvfb-run"];
const missing = PROGRAMS.filter((program) => spawnSync("which", [program]).status !== 0);
const skip =
  missing.length > 0 &&
  `WebKitGTK is not tested: ${missing.join(" and ")} cannot be found (on Debian: apt-get install webkit2gtk-driver xvfb).`;

const built = fileURLToPath(new URL("../dist/page/", import.meta.url));
const html = readFileSync(join(built, "index.html"), "utf8");
/** Scripts that stand before the policy are not bound by it, so a test can prepare the page there. */
const prepared = html.replace("<head>", `<head><script>${KEEP_POLICY}</script>`);
const PAGES = {
  "/": { type: "text/html", body: Buffer.from(html) },
  "/prepared": { type: "text/html", body: Buffer.from(prepared) },
  "/sw.js": { type: "text/javascript", body: readFileSync(join(built, "sw.js")) },
};

/** How long an attempt has to arrive. */
const PATIENCE_MS = 800;

/** A browser under WebDriver in a folder of its own. */
async function launch(home) {
  const port = await freePort();
  const driver = spawn("xvfb-run", ["-a", "WebKitWebDriver", `--port=${port}`], {
    // Its sandbox does not start for root, as whom tests in a container run.
    env: { ...process.env, HOME: home, LIBGL_ALWAYS_SOFTWARE: "1", WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" },
    stdio: "ignore",
    detached: true,
  });
  const quit = () => process.kill(-driver.pid, "SIGTERM");
  const call = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      body: body && JSON.stringify(body),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  };
  await until("WebKitWebDriver answers", () => call("GET", "/status").catch(() => null));
  const { sessionId } = await call("POST", "/session", { capabilities: {} });
  const session = `/session/${sessionId}`;
  const run = (script) => call("POST", `${session}/execute/sync`, { script, args: [] });
  return {
    go: (url) => call("POST", `${session}/url`, { url }),
    run,
    /** The value of a promise in the page. */
    wait: (promise) =>
      call("POST", `${session}/execute/async`, {
        script: `const done = arguments[arguments.length - 1]; ${promise}.then(done, (problem) => done(String(problem)))`,
        args: [],
      }),
    /** Clicks the link or button that begins with this text, as soon as it is there. */
    click: (text) =>
      until(`"${text}" to click on`, () =>
        run(`const named = [...document.querySelectorAll("a, button, summary")]
          .find((element) => element.textContent.trim().startsWith(${JSON.stringify(text)}));
          named?.click(); return Boolean(named)`),
      ),
    sees: (text) =>
      until(`"${text}" on the page`, () => run(`return document.body.innerText.includes(${JSON.stringify(text)})`)),
    quit: async () => {
      await call("DELETE", session).catch(() => undefined);
      quit();
    },
  };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function until(what, isSo) {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    const value = await isSo();
    if (value) return value;
    await sleep(50);
  }
  throw new Error(`Waited in vain for ${what}.`);
}

describe("WebKitGTK", { skip, timeout: 240_000 }, () => {
  let browser;
  let server;
  const folder = mkdtempSync(join(tmpdir(), "chatbot-audit-"));
  before(async () => {
    server = await listen((path) => PAGES[path] ?? null);
    browser = await launch(folder);
    writeFileSync(join(folder, "prepared.html"), prepared);
  });
  after(async () => {
    await browser?.quit();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const places = () => ({
    server: { page: server.address, prepared: `${server.address}prepared` },
    disk: {
      page: pathToFileURL(join(built, "index.html")).href,
      prepared: pathToFileURL(join(folder, "prepared.html")).href,
    },
  });

  for (const place of ["server", "disk"]) {
    test(`the sample is audited without a request, page from ${place}`, async () => {
      await browser.go(`${places()[place].page}?sample`);
      await browser.click("Findings");
      if (place === "server") await browser.wait("navigator.serviceWorker.ready.then(() => true)");
      const asked = server.asked.length;
      await until("findings", () => browser.run(`return document.querySelectorAll("[role=option]").length > 3`));
      await browser.run(`document.querySelectorAll("[role=option]")[2].click()`);
      await until("a transcript", () => browser.run(`return document.querySelector(".message") !== null`));
      await browser.click("Summary");
      await browser.click("How to verify");
      await browser.sees("This page counts its own requests: 0 since it was loaded.");
      // A look for a newer service worker is the browser's own and carries nothing.
      const since = server.asked.slice(asked).filter((request) => request !== "GET /sw.js");
      assert.deepEqual(since, []);
    });

    test(`no way out of the page reaches a listening server, page from ${place}`, async () => {
      const listener = await startListener();
      await browser.go(places()[place].page);
      await browser.sees("Drop your export here");
      for (const way of Object.values({ ...WAYS_OUT, ...ONLY_IN_PAGE })) {
        await browser.run(attempt(way, listener.address));
      }
      await sleep(PATIENCE_MS);
      assert.deepEqual(listener.asked, []);
      listener.close();
    });

    test(`no way out of a worker reaches a listening server, page from ${place}`, async () => {
      const listener = await startListener();
      await browser.go(places()[place].prepared);
      await browser.sees("Drop your export here");
      // A worker of a page from disk cannot start another one here.
      const tried = place === "disk" ? "tried alone" : "tried by both";
      assert.equal(await browser.wait(tryInWorkers(listener.address)), tried);
      await sleep(PATIENCE_MS);
      assert.deepEqual(listener.asked, []);
      listener.close();
    });
  }

  test("the same ways lead out of a page that has no policy", async () => {
    const listener = await startListener();
    const open = await openPage();
    await browser.go(open.address);
    for (const [name, way] of Object.entries({ ...WAYS_OUT, ...ONLY_IN_PAGE })) {
      if (name !== "form") await browser.run(attempt(way, listener.address));
    }
    // It opens windows only where a hand has clicked.
    const expected = REACHED.filter((path) => path !== "window");
    const unheard = () => expected.filter((path) => !listener.asked.some((asked) => asked.includes(`/${path}?`)));
    await until("every way to arrive", () => unheard().length === 0).catch(() => assert.deepEqual(unheard(), []));
    listener.close();
    open.close();
  });

  test("WebRTC and windows, which no policy covers, are not there", async () => {
    await browser.go(places().server.page);
    await browser.sees("Drop your export here");
    assert.deepEqual(await browser.run(`return ["RTCPeerConnection", "open"].filter((name) => name in window)`), []);
  });
});
