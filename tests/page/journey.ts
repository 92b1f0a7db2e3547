/** What a reader does on the page, for every test. */
import { expect, type Page } from "@playwright/test";
import type { Upload } from "./exports.ts";

/** Chooses files on the first screen. */
export async function choose(page: Page, files: Upload | Upload[]) {
  await page.locator('input[name="files"]').setInputFiles(files);
}

export async function chooseAndWait(page: Page, files: Upload | Upload[]) {
  await choose(page, files);
  await expect(tab(page, "Summary")).toBeVisible({ timeout: 20_000 });
}

export const tab = (page: Page, name: string) => page.getByRole("navigation").getByRole("link", { name });
export const list = (page: Page) => page.getByRole("listbox");
export const rows = (page: Page) => list(page).getByRole("option");
export const detail = (page: Page) => page.locator("#detail");

export async function openFindings(page: Page) {
  await tab(page, "Findings").click();
  await expect(list(page)).toBeVisible();
}

export async function openSample(page: Page) {
  await page.goto("./?sample");
  await expect(tab(page, "Summary")).toBeVisible({ timeout: 20_000 });
}

/** Drops files on the page as a hand would. */
export async function drop(page: Page, files: Upload[]) {
  const plain = files.map(({ name, buffer }) => ({ name, text: buffer.toString("utf8") }));
  const transfer = await page.evaluateHandle((list) => {
    const transfer = new DataTransfer();
    for (const { name, text } of list) transfer.items.add(new File([text], name));
    return transfer;
  }, plain);
  await page.dispatchEvent("body", "dragover", { dataTransfer: transfer });
  await expect(page.getByText("Let go to start the audit")).toBeVisible();
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

/** What the page hands to the browser to save; Firefox under BiDi tells of no download. */
export async function saved(page: Page, name: string, menu = "Download"): Promise<{ name: string; text: string }> {
  await page.evaluate(() => {
    const blobs = new Map<string, Blob>();
    const create = URL.createObjectURL;
    URL.createObjectURL = (blob: Blob) => {
      const url = create(blob);
      blobs.set(url, blob);
      return url;
    };
    HTMLAnchorElement.prototype.click = function () {
      const blob = blobs.get(this.href);
      Object.assign(window, { saved: blob?.text().then((text) => ({ name: this.download, text })) });
    };
  });
  await page.getByText(menu, { exact: true }).click();
  await page.getByRole("button", { name }).click();
  await page.waitForFunction(() => "saved" in window);
  return page.evaluate(() => (window as unknown as { saved: Promise<{ name: string; text: string }> }).saved);
}
