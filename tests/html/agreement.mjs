// Says how well texts agree with what a browser renders of the same generated bodies, word for word and line for line.

import { bodies, random } from "./bodies.mjs";

/** Shares of bodies whose words, and whose lines, must be identical to Chromium's. */
export const TARGETS = { chat: [1, 1], mutated: [0.998, 0.997], soup: [0.975, 0.97] };

/** Bodies handed to the browser at once. */
const BATCH = 500;

/** The bodies of one kind. @param {string} kind @param {number} seed @param {number} count @returns {string[]} */
export function drawn(kind, seed, count) {
  const draw = bodies(random(seed))[kind];
  return Array.from({ length: count }, () => draw());
}

/** The innerText of every body, as a page renders it. @param {import("@playwright/test").Page} page @param {string[]} all */
export async function rendered(page, all) {
  // Nothing is to be fetched, and no script of a body runs: innerHTML never runs one.
  await page.route("**/*", (route) => route.abort());
  await page.setContent("<!doctype html><meta charset=utf-8><title>oracle</title><body></body>");
  const answers = [];
  for (let at = 0; at < all.length; at += BATCH) {
    const batch = await page.evaluate(
      (list) =>
        list.map((body) => {
          const element = document.createElement("div");
          document.body.append(element);
          element.innerHTML = body;
          const text = element.innerText;
          element.remove();
          return text;
        }),
      all.slice(at, at + BATCH),
    );
    answers.push(...batch);
  }
  return answers;
}

const words = (text) => text.split(/\s+/).filter(Boolean).join(" ");

/** Shares of texts that agree in their words and in every character. @param {string[]} ours @param {string[]} theirs */
export function agreement(ours, theirs) {
  const share = (same) => ours.filter((text, at) => same(text, theirs[at])).length / ours.length;
  return [share((a, b) => words(a) === words(b)), share((a, b) => a === b)];
}
