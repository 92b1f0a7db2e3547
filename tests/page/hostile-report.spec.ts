/** The report as an HTML file, full of hostile text, opened in a browser. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "@playwright/test";
import { audit, render } from "chatbot-audit";
import { conversation, PAYLOADS } from "../hostile/payloads.mjs";

test("a saved report runs nothing, asks for nothing and holds no markup but its own", async ({ page }) => {
  const report = await audit(PAYLOADS.map(({ text }, index) => conversation(text, index)));
  expect(report.detections.length).toBeGreaterThan(PAYLOADS.length / 2);
  const path = join(mkdtempSync(join(tmpdir(), "report-")), "report.html");
  writeFileSync(path, render(report, "html"));

  const happened: string[] = [];
  page.on("dialog", (dialog) => {
    happened.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url() !== pathToFileURL(path).href) happened.push(`request ${request.url()}`);
  });
  page.on("popup", (popup) => happened.push(`popup ${popup.url()}`));
  await page.goto(pathToFileURL(path).href);
  await expect(page.getByRole("heading", { name: "Chatbot audit" })).toBeVisible();
  await page.mouse.wheel(0, 5000);
  await page.keyboard.press("Tab");

  const found = await page.evaluate(() => ({
    hasRun: "__pwned" in window,
    elements: [...new Set([...document.querySelectorAll("*")].map((element) => element.localName))].sort(),
    attributes: [
      ...new Set([...document.querySelectorAll("*")].flatMap((element) => element.getAttributeNames())),
    ].filter((name) => /^on|src|href|action|data|poster|ping|srcdoc|background/.test(name)),
  }));
  expect(found.hasRun).toBe(false);
  expect(found.attributes).toEqual([]);
  expect(happened).toEqual([]);
  const own =
    "article b bdi blockquote body dd div dl dt figcaption figure footer h1 h2 h3 head header html li main meta p path " +
    "section small span style svg table tbody td text tfoot th thead time title tr ul";
  expect(found.elements.filter((name) => !own.split(" ").includes(name))).toEqual([]);
});
