/** Findings are listed worst first, filtered, searched, and read in their conversation. */
import { expect, test } from "@playwright/test";
import { file, loop, loops } from "./exports.ts";
import { chooseAndWait, detail, drop, list, openFindings, openSample, rows, tab } from "./journey.ts";

test("rows stand worst first", async ({ page }) => {
  await openSample(page);
  await openFindings(page);
  const words = await rows(page).locator(".severity").allTextContents();
  const order = ["Critical", "High", "Medium", "Low"];
  const ranks = words.map((word) => order.indexOf(word));
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect(words.length).toBeGreaterThan(0);
});

test("filters and search narrow the list and say how many are left", async ({ page }) => {
  await page.goto("./");
  const other = loop("other", "Notre équipe vérifie le stock tous les matins dans l'entrepôt.");
  await chooseAndWait(page, file("export.json", JSON.stringify([loop("one"), loop("two"), other])));
  await openFindings(page);
  const status = page.getByRole("status").filter({ hasText: "findings" });
  const total = await rows(page).count();
  await page.getByRole("searchbox").fill("ENTREPOT");
  await expect(rows(page).filter({ hasText: "#one" })).toHaveCount(0);
  await expect(rows(page).filter({ hasText: "#other" }).first()).toBeVisible();
  await expect(status).not.toHaveText(`${total} of ${total} findings`);
  await page.getByRole("searchbox").fill("no such words anywhere");
  await expect(page.getByText("No finding fits these filters.")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(status).toHaveText(`${total} of ${total} findings`);

  await page.getByRole("combobox", { name: "Mode" }).selectOption("death_loop");
  await expect(rows(page).filter({ hasNotText: "Death loop" })).toHaveCount(0);
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole("slider", { name: "Confidence" }).fill("0.95");
  const below = async () =>
    (await rows(page).locator(".row-confidence").allTextContents()).filter(
      (percent) => Number.parseInt(percent, 10) < 95,
    );
  await expect.poll(below).toEqual([]);
  await page.getByRole("slider", { name: "Confidence" }).fill("0.3");
  await expect(rows(page)).toHaveCount(3);
});

test("a severity can be switched on and off", async ({ page }) => {
  await openSample(page);
  await openFindings(page);
  const before = await rows(page).count();
  const word = (await rows(page).first().locator(".severity").textContent()) ?? "";
  const button = page.getByRole("button", { name: word, exact: false }).and(page.locator(".toggle")).first();
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "true");
  await expect(rows(page).locator(".severity").filter({ hasNotText: word })).toHaveCount(0);
  await button.click();
  await expect(rows(page)).toHaveCount(before);
});

test("the conversation stands beside its finding with every quote marked", async ({ page }) => {
  await page.goto("./");
  await chooseAndWait(page, file("export.json", JSON.stringify([loop("one")])));
  await openFindings(page);
  await page.getByRole("combobox", { name: "Mode" }).selectOption("death_loop");
  await rows(page).first().click();
  const pane = detail(page);
  await expect(pane.getByRole("heading", { name: "Death loop" })).toBeVisible();
  await expect(pane.locator(".message")).toHaveCount(7);
  const quotes = await pane.locator(".quotes.for q").allTextContents();
  expect(quotes.length).toBeGreaterThan(1);
  const marked = await pane.locator("mark.for").allTextContents();
  for (const quote of quotes) expect(marked).toContain(quote);
  await pane.locator(".quotes.for button").last().click();
  await expect(pane.locator(".message:focus mark").first()).toBeInViewport();
});

test("offsets hold behind characters that take two units", async ({ page }) => {
  await page.goto("./");
  const answer = "👩‍👩‍👧 𝒞 Votre colis est en route, suivez-le dans l’application 📦.";
  await chooseAndWait(page, file("export.json", JSON.stringify([loop("one", answer)])));
  await openFindings(page);
  await page.getByRole("combobox", { name: "Mode" }).selectOption("death_loop");
  await rows(page).first().click();
  const quotes = detail(page).locator(".quotes.for q").filter({ hasText: "colis" });
  await expect(quotes.first()).toContainText("Votre colis est en route, suivez-le dans l’application");
  const marks = detail(page).locator("mark.for").filter({ hasText: "colis" });
  expect(await marks.allTextContents()).toEqual(await quotes.allTextContents());
});

test("lists are shown with their markers, and quotes are marked without them", async ({ page }) => {
  await page.goto("./");
  const answer = "<p>Please try this:</p><ol><li>sign out of the app</li><li>sign in again</li></ol>";
  await chooseAndWait(page, file("export.json", JSON.stringify([loop("one", answer)])));
  await openFindings(page);
  await page.getByRole("combobox", { name: "Mode" }).selectOption("death_loop");
  await rows(page).first().click();
  const pane = detail(page);
  const bubble = pane.locator(".bot .bubble").first();
  expect(await bubble.textContent()).toBe("Please try this:\n\n1. sign out of the app\n2. sign in again");
  const quote = await pane.locator(".quotes.for q").filter({ hasText: "sign out" }).first().textContent();
  expect((await bubble.locator("mark.for").allTextContents()).join("")).toBe(quote);
});

test("the keyboard alone goes through the list and into the conversation and back", async ({ page }) => {
  await page.goto("./");
  await chooseAndWait(page, file("export.json", loops(40)));
  await openFindings(page);
  await page.getByRole("combobox", { name: "Mode" }).selectOption("death_loop");
  await expect(rows(page).first()).toHaveAttribute("aria-selected", "true");
  await list(page).focus();
  await page.keyboard.press("j");
  await expect(page.locator("#finding-1")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("k");
  await expect(page.locator("#finding-1")).toHaveAttribute("aria-selected", "true");
  await expect(list(page)).toHaveAttribute("aria-activedescendant", "finding-1");
  await page.keyboard.press("End");
  await expect(page.locator("#finding-39")).toBeInViewport();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(detail(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(list(page)).toBeFocused();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("jk");
  await expect(page.getByRole("searchbox")).toHaveValue("jk");
});

test("an address leads to its finding, and Back to where one came from", async ({ page }) => {
  await openSample(page);
  await openFindings(page);
  await expect(page).toHaveURL(/#findings\/.+\/.+/);
  const id = await rows(page).last().locator(".row-foot span").first().textContent();
  await rows(page).last().click();
  await expect(page).toHaveURL(new RegExp(`${id?.slice(1)}/`));
  const address = page.url();
  await page.goto("about:blank");
  await page.goto(address);
  await expect(detail(page).locator(".facts")).toContainText(id?.slice(1) ?? "", { timeout: 20_000 });
  await tab(page, "Summary").click();
  await page.goBack();
  await expect(list(page)).toBeVisible();
});

test("a mode of the summary leads to its findings", async ({ page }) => {
  await page.goto("./");
  await chooseAndWait(page, file("export.json", loops(2)));
  await page.getByRole("button", { name: "Show findings: Death loop" }).click();
  await expect(page.getByRole("combobox", { name: "Mode" })).toHaveValue("death_loop");
  await expect(rows(page)).toHaveCount(2);
});

test("a file that is dropped over a report replaces it", async ({ page }) => {
  await page.goto("./");
  await chooseAndWait(page, file("first.json", loops(1)));
  await drop(page, [file("second.json", loops(2))]);
  await expect(page.getByRole("rowheader", { name: "second.json" })).toBeVisible();
});

test("a teammate who is ticked as a bot is read as one", async ({ page }) => {
  await openSample(page);
  const box = page.getByRole("checkbox", { name: /is a bot/ }).first();
  const name = ((await box.getAttribute("aria-label")) ?? "").replace(" is a bot", "");
  await box.click();
  const row = page.getByRole("row").filter({ hasText: name }).first();
  await expect(row.getByRole("checkbox")).toBeChecked();
  await expect(row).toContainText("Bot");
});
