/** Text that customers wrote stays text, whatever it looks like. */
import { expect, test } from "@playwright/test";
import { PAYLOADS as ALL_PAYLOADS, conversation } from "../hostile/payloads.mjs";
import { file, loop } from "./exports.ts";
import { chooseAndWait, detail, list, openFindings, rows } from "./journey.ts";

const PAYLOADS = [
  "<script>window.hacked = 1</script>",
  '<img src=x onerror="window.hacked = 1">',
  "<svg onload=window.hacked=1><animate onbegin=window.hacked=1 attributeName=x dur=1s>",
  '<a href="javascript:window.hacked=1">click</a>',
  "\"><iframe srcdoc='<script>parent.hacked=1</script>'></iframe>",
  "<math><mtext></mtext><mglyph><style><img src=x onerror=window.hacked=1>",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the payload is for somebody else's template.
  "{{constructor.constructor('window.hacked=1')()}} ${window.hacked=1}",
  "<style>*{display:none}</style><base href=//example.com/>",
  '[x](javascript:window.hacked=1) ![x](x" onerror="window.hacked=1)',
  "\u202Egnirts desrever\u202C <b>bold</b> &lt;i&gt;",
];

test("nothing of a payload runs or becomes markup, in any field that is shown", async ({ page }) => {
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto("./");
  const conversations = PAYLOADS.map((payload, index) => {
    const one = loop(`${index} ${payload}`, `The answer is ${payload} and nothing else.`);
    one.messages[2] = { role: "user", content: `That is wrong: ${payload}` };
    return one;
  });
  await chooseAndWait(page, file("<img src=x onerror=window.hacked=1>.json", JSON.stringify(conversations)));
  await openFindings(page);
  await page.getByRole("combobox", { name: "Mode" }).selectOption("death_loop");
  await expect(rows(page)).toHaveCount(PAYLOADS.length);
  for (let index = 0; index < PAYLOADS.length; index++) {
    await rows(page).nth(index).click();
    await expect(detail(page).locator(".message")).toHaveCount(7);
    expect(
      await page
        .locator("#app")
        .evaluate(
          (app) =>
            app.querySelectorAll("script, iframe, img, math, style, base, a[href^=javascript], [onerror], [onload]")
              .length,
        ),
    ).toBe(0);
  }
  await expect(detail(page).locator(".facts")).toContainText("<img src=x onerror=window.hacked=1>.json");
  expect(await page.evaluate(() => "hacked" in window)).toBe(false);
  expect(dialogs).toEqual([]);
});

test("every hostile text of the corpus, wherever somebody may write, is read through and nothing happens", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const foreign: string[] = [];
  await page.goto("./");
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url())) foreign.push(request.url());
  });
  const conversations = ALL_PAYLOADS.map(({ text }, index) => conversation(text, index));
  await chooseAndWait(page, file("hostile.json", JSON.stringify(conversations)));
  const unfold = () => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>("main details")) details.open = true;
  };
  await page.evaluate(unfold);
  await openFindings(page);
  await page.getByRole("combobox", { name: "Mode" }).selectOption("death_loop");
  await list(page).press("Home");
  await expect(detail(page).locator(".steps")).toContainText("1 of");
  const { seen, strange } = await page.evaluate(async () => {
    const forbidden =
      "script, iframe, frame, object, embed, img, image, video, audio, style, link, base, form, math, meta, a:not(.tab)";
    const strange = new Set<string>();
    const look = (where: string) => {
      for (const element of document.querySelectorAll(where)) {
        if (element.matches(forbidden)) strange.add(element.outerHTML.slice(0, 120));
        for (const { name, value } of element.attributes) {
          if (name.startsWith("on") || /^\s*(javascript|data):/i.test(value))
            strange.add(`${name}=${value.slice(0, 80)}`);
        }
      }
    };
    const steps = () => document.querySelector(".steps .small")?.textContent ?? "";
    const total = Number(/of ([\d,]+)/.exec(steps())?.[1]?.replace(",", ""));
    for (let at = 1; at < total; at++) {
      // The list shows the same rows for many steps; looking at it now and then sees each.
      look(at % 5 === 1 ? "main *, header *" : "#detail *");
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
      const wanted = `${(at + 1).toLocaleString("en")} of`;
      while (!steps().startsWith(wanted)) await new Promise((resolve) => setTimeout(resolve, 2));
      await new Promise(requestAnimationFrame);
    }
    look("main *, header *");
    return { seen: total, strange: [...strange] };
  });
  // A payload may be the very word that settles a matter; hardly any is.
  expect(seen).toBeGreaterThan(0.95 * ALL_PAYLOADS.length);
  expect(strange).toEqual([]);
  expect(await page.evaluate(() => "__pwned" in window)).toBe(false);
  expect(foreign).toEqual([]);
});

test("an address with a payload opens nothing strange", async ({ page }) => {
  await page.goto("./?sample#findings/%3Cimg%20src=x%20onerror=window.hacked=1%3E/%3Cscript%3E");
  await expect(page.getByRole("listbox")).toBeVisible({ timeout: 20_000 });
  expect(await page.evaluate(() => "hacked" in window)).toBe(false);
});

test("a JSON key such as __proto__ changes nothing", async ({ page }) => {
  await page.goto("./");
  const text = `[{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}, ${JSON.stringify(loop("one")).slice(1)}]`;
  await chooseAndWait(page, file("export.json", text));
  expect(await page.evaluate(() => "polluted" in {})).toBe(false);
});
