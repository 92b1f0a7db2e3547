/** Files go in by every way, and every file that cannot be read is told so in a sentence. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { sampleOf } from "../../www/sample/expand.js";
import { file, gzipped, healthy, loop, loops, zipped } from "./exports.ts";
import { choose, chooseAndWait, detail, drop, openFindings, openSample, rows, tab } from "./journey.ts";

test.beforeEach(async ({ page }) => {
  await page.goto("./");
});

const tile = (page: Page, name: string) => page.locator(".tile").filter({ hasText: name }).locator(".figure");

/** From the disk, since megabytes take their time through the driver. */
async function chooseLarge(page: Page, conversations: number) {
  const path = test.info().outputPath("large.json");
  writeFileSync(path, loops(conversations));
  await page.locator('input[name="files"]').setInputFiles(path);
}

test("a chosen file is read and its loop is found", async ({ page }) => {
  await chooseAndWait(page, file("export.json", JSON.stringify([loop("one"), healthy("two")])));
  await expect(tile(page, "Conversations read")).toHaveText("2");
  await openFindings(page);
  await expect(rows(page).filter({ hasText: "Death loop" })).toHaveCount(1);
  await expect(rows(page).filter({ hasText: "#two" })).toHaveCount(0);
});

test("a dropped file is read", async ({ page }) => {
  await drop(page, [file("export.json", loops(2))]);
  await expect(tab(page, "Summary")).toBeVisible();
  await expect(tile(page, "Conversations read")).toHaveText("2");
});

test("several files are read as one", async ({ page }) => {
  await chooseAndWait(page, [file("a.json", loops(2)), file("b.ndjson", `${JSON.stringify(loop("last"))}\n`)]);
  await expect(tile(page, "Conversations read")).toHaveText("3");
  await expect(page.getByRole("rowheader", { name: "b.ndjson" })).toBeVisible();
});

test("a folder is walked and what is no export in it left out", async ({ page, browserName }) => {
  const files = {
    "exports/one.json": loops(1),
    "exports/deep/two.json": loops(1, 2),
    "exports/photo.png": "no export",
  };
  if (browserName === "firefox") {
    // Firefox under BiDi chooses no folders: its picker's answer is put in.
    await page.locator('input[name="folder"]').evaluate((input: HTMLInputElement, files) => {
      const value = Object.entries(files).map(([path, text]) =>
        Object.defineProperty(new File([text], path.split("/").at(-1) ?? ""), "webkitRelativePath", { value: path }),
      );
      Object.defineProperty(input, "files", { value });
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }, files);
  } else {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(test.info().outputPath(path)), { recursive: true });
      writeFileSync(test.info().outputPath(path), text);
    }
    await page.locator('input[name="folder"]').setInputFiles(test.info().outputPath("exports"));
  }
  await expect(tile(page, "Conversations read")).toHaveText("2");
  await expect(page.getByText("photo.png")).toHaveCount(0);
});

test("a gzipped file is unpacked, and its conversation can be opened", async ({ page }) => {
  await chooseAndWait(page, file("export.json.gz", gzipped(loops(3))));
  await openFindings(page);
  await rows(page).filter({ hasText: "#loop-2" }).first().click();
  await expect(detail(page).locator(".message").first()).toContainText("Where is my parcel?");
});

test("a zip archive is unpacked, and its conversation can be opened", async ({ page }) => {
  await chooseAndWait(
    page,
    file("exports.zip", zipped({ "a.json": loops(1), "sub/b.json": loops(1, 2), "read.me": "no" })),
  );
  await expect(tile(page, "Conversations read")).toHaveText("2");
  await openFindings(page);
  await rows(page).filter({ hasText: "#loop-2" }).first().click();
  await expect(detail(page).locator(".message").first()).toContainText("Where is my parcel?");
});

test("one broken file does not spoil the others", async ({ page }) => {
  await chooseAndWait(page, [
    file("good.json", loops(1)),
    file("broken.json.gz", Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3])),
  ]);
  await expect(tile(page, "Conversations read")).toHaveText("1");
  await page.getByRole("button", { name: "What was skipped" }).click();
  await expect(page.getByText("The archive is damaged")).toBeVisible();
});

test("the sample opens by its address and by its button", async ({ page }) => {
  await openSample(page);
  await expect(page.getByRole("rowheader", { name: "sample-export.json" })).toBeVisible();
  await page.goto("./");
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expect(page.getByRole("rowheader", { name: "sample-export.json" })).toBeVisible();
});

test("the sample that the other tests read is the one that the page makes", () => {
  const read = (name: string) => readFileSync(new URL(`../../www/sample/${name}`, import.meta.url), "utf8");
  const { text, expected } = sampleOf(read("conversations.txt"), JSON.parse(read("articles.json")));
  expect(text === read("export.json"), "run: node www/sample/build.mjs").toBe(true);
  expect(expected).toEqual(JSON.parse(read("expected.json")));
});

const REFUSED: [name: string, content: string | Buffer, says: string][] = [
  ["empty.json", "", "This file is empty"],
  ["page.json", "<!doctype html><html><body>Sign in</body></html>", "This is a web page, not an export"],
  [
    "list.json",
    JSON.stringify({
      type: "conversation.list",
      conversations: [
        { type: "conversation", id: "1", source: { body: "<p>Hi</p>", author: { type: "user", id: "u" } } },
      ],
    }),
    "This export holds no messages",
  ],
  ["broken.json", '{"id": 1, messages: oops}', "This is not JSON"],
  ["other.json", JSON.stringify({ hello: "world" }), "This is no export that is known here"],
  [
    "error.json",
    JSON.stringify({
      type: "error.list",
      request_id: "r",
      errors: [{ code: "unauthorized", message: "Access Token Invalid" }],
    }),
    "This is an error answer, not an export",
  ],
  ["broken.zip", Buffer.from("PK\x03\x04 and nothing more", "latin1"), "This archive cannot be opened"],
];
for (const [name, content, says] of REFUSED) {
  test(`${name} is refused: ${says}`, async ({ page }) => {
    await choose(page, file(name, content));
    await expect(page.getByRole("heading", { name: says })).toBeVisible();
    await expect(page.getByRole("heading", { name: says })).toBeFocused();
    await chooseAndWait(page, file("good.json", loops(1)));
    await expect(tile(page, "Conversations read")).toHaveText("1");
  });
}

test("reading can be cancelled, and the page goes on working", async ({ page }) => {
  await chooseLarge(page, 60_000);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Drop your export here")).toBeVisible();
  await chooseAndWait(page, file("small.json", loops(1)));
  await expect(tile(page, "Conversations read")).toHaveText("1");
});

test("progress tells bytes, conversations and findings", async ({ page }) => {
  const seen = page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const texts: string[] = [];
        new MutationObserver(() => {
          const reading = document.querySelector(".reading")?.textContent;
          if (reading) texts.push(reading);
          else if (texts.length > 0) resolve(texts);
        }).observe(document.body, { childList: true, subtree: true, characterData: true });
      }),
  );
  await chooseLarge(page, 20_000);
  const texts = await seen;
  expect(texts.some((text) => /[1-9]\d*(\.\d)? [kM]B of/.test(text))).toBe(true);
  expect(texts.some((text) => /[1-9][\d,]*conversations[1-9][\d,]*findings/.test(text))).toBe(true);
});

test("a worker that crashes is replaced, and the page says so", async ({ page }) => {
  await page.addInitScript(() => {
    const workers: Worker[] = [];
    Object.assign(window, { workers });
    window.Worker = class extends Worker {
      constructor(url: string) {
        super(url);
        workers.push(this);
      }
    };
  });
  await page.goto("./");
  await chooseAndWait(page, file("export.json", loops(1)));
  await page.evaluate(() => (window as unknown as { workers: Worker[] }).workers[0]?.postMessage(null));
  await expect(page.getByRole("heading", { name: "The analysis stopped unexpectedly" })).toBeVisible();
  await chooseAndWait(page, file("export.json", loops(2)));
  await expect(tile(page, "Conversations read")).toHaveText("2");
});

test("a file that is removed before it is read is told so", async ({ page, browserName }) => {
  test.skip(browserName === "firefox", "Firefox under BiDi reads a file when it is chosen.");
  const path = test.info().outputPath("gone.json");
  writeFileSync(path, loops(1));
  await page.evaluate(() => {
    // The page hears of the choice only after the file is gone.
    document.addEventListener("change", (event) => event.isTrusted && event.stopImmediatePropagation(), {
      capture: true,
      once: true,
    });
  });
  await page.locator('input[name="files"]').setInputFiles(path);
  rmSync(path);
  await page.locator('input[name="files"]').dispatchEvent("change");
  await expect(page.getByRole("heading", { name: "The file cannot be read any more" })).toBeVisible();
});
