/** Message bodies, drawn from one seed: the package gives the text that Chromium renders, as often as is promised. */

import { expect, test } from "@playwright/test";
import { htmlToText } from "chatbot-audit";
import { agreement, drawn, rendered, TARGETS } from "../html/agreement.mjs";

const SEED = 3;
const COUNT = 1000;

test.skip(({ browserName }) => browserName !== "chromium", "Chromium's answers are the ones that are promised.");

for (const [kind, [words, lines]] of Object.entries(TARGETS)) {
  test(`${kind} bodies read as they are rendered`, async ({ page }) => {
    const all = drawn(kind, SEED, COUNT);
    const ours = all.map((body) => htmlToText(body, { mode: "innerText" }));
    const [sameWords, sameLines] = agreement(ours, await rendered(page, all));
    expect(sameWords).toBeGreaterThanOrEqual(words);
    expect(sameLines).toBeGreaterThanOrEqual(lines);
  });
}
