// Compares the library's innerText with a browser's own, word for word and line for line, over generated bodies.
//
//   node tests/html/oracle.mjs [--seed N] [--count N] [--show N] [--firefox] [--cases]
//
// --seed draws other bodies, --count sets how many of each kind, --show prints the first differences, --firefox adds
// Firefox's answers, --cases asks the browser for the answers that cases.txt holds. Exits 1 when a share falls short.
// CHROMIUM and FIREFOX name the browsers' programs.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { chromium, firefox } from "playwright-core";
import { bodies, random } from "./bodies.mjs";

/** Shares of bodies whose words, and whose lines, must be identical to Chromium's. */
const TARGETS = { chat: [1, 1], mutated: [0.998, 0.997], soup: [0.975, 0.97] };

/** Bodies handed to the browser at once. */
const BATCH = 500;

const { values: options } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "2000" },
    show: { type: "string", default: "0" },
    firefox: { type: "boolean", default: false },
    cases: { type: "boolean", default: false },
  },
});

const BROWSERS = {
  chromium: () =>
    chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu"],
    }),
  firefox: () =>
    firefox.launch({ executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr", channel: "moz-firefox" }),
};

/** The innerText of every body, as a browser renders it. */
async function rendered(name, all) {
  const browser = await BROWSERS[name]();
  try {
    const page = await browser.newPage();
    await page.setContent("<!doctype html><meta charset=utf-8><title>oracle</title><body></body>");
    // Nothing is to be fetched, and no script of a body runs: innerHTML never runs one.
    await page.route("**/*", (route) => route.abort());
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
  } finally {
    await browser.close();
  }
}

/** The library's innerText of every body. */
function converted(all) {
  const input = all.map((body) => JSON.stringify(body)).join("\n");
  const output = execFileSync("cargo", ["run", "--quiet", "--release", "--example", "html_text"], {
    cwd: new URL("../..", import.meta.url),
    input,
    maxBuffer: 1 << 30,
  });
  return output
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const words = (text) => text.split(/\s+/).filter(Boolean).join(" ");

/** Shares of answers that agree in their words and in every character. */
function agreement(ours, theirs) {
  const share = (same) => ours.filter((text, at) => same(text, theirs[at])).length / ours.length;
  return [share((a, b) => words(a) === words(b)), share((a, b) => a === b)];
}

const percent = (share) => `${(100 * share).toFixed(2)} %`;

async function compareKinds() {
  let short = false;
  for (const [kind, targets] of Object.entries(TARGETS)) {
    const draw = bodies(random(Number(options.seed)))[kind];
    const all = Array.from({ length: Number(options.count) }, draw);
    const ours = converted(all);
    const theirs = await rendered("chromium", all);
    const shares = agreement(ours, theirs);
    short ||= shares.some((share, at) => share < targets[at]);
    console.log(
      `${kind}: words ${percent(shares[0])} (at least ${percent(targets[0])}), lines ${percent(shares[1])} (at least ${percent(targets[1])})`,
    );
    if (options.firefox) {
      const other = agreement(await rendered("firefox", all), theirs);
      console.log(`  Firefox beside Chromium: words ${percent(other[0])}, lines ${percent(other[1])}`);
    }
    const differing = all.map((_, at) => at).filter((at) => ours[at] !== theirs[at]);
    for (const at of differing.slice(0, Number(options.show))) {
      console.log(
        `  body    ${JSON.stringify(all[at])}\n  library ${JSON.stringify(ours[at])}\n  browser ${JSON.stringify(theirs[at])}\n`,
      );
    }
  }
  return short;
}

/** The characters that an escape of the case file stands for. */
const unescaped = (text) =>
  text.replace(/\\(u\{([0-9A-F]+)\}|.)/g, (_, letter, code) =>
    code ? String.fromCodePoint(Number.parseInt(code, 16)) : { n: "\n", r: "\r", t: "\t" }[letter],
  );

async function compareCases() {
  const lines = readFileSync(new URL("cases.txt", import.meta.url), "utf8").split("\n");
  const cases = lines.filter((line) => line && !line.startsWith("#")).map((line) => line.split(" => ").map(unescaped));
  const answers = await rendered(
    "chromium",
    cases.map(([body]) => body),
  );
  const wrong = cases.filter(([, answer], at) => answer !== answers[at]);
  for (const one of wrong) console.log(`differs: ${JSON.stringify(one)}`);
  console.log(`${cases.length - wrong.length} of ${cases.length} cases are the browser's answers`);
  return wrong.length > 0;
}

process.exitCode = (await (options.cases ? compareCases() : compareKinds())) ? 1 : 0;
