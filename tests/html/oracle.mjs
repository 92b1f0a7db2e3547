// Compares the library's innerText with a browser's own, word for word and line for line, over generated bodies.
//
//   npm run oracle -- [--seed N] [--count N] [--show N] [--cases]
//
// --seed draws other bodies, --count sets how many of each kind, --show prints the first differences, --cases asks the
// browser for the answers that cases.txt holds. Exits 1 when a share falls short. Firefox's answers stand beside
// Chromium's where there is a Firefox. CHROMIUM and FIREFOX name the browsers' programs.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { chromium, firefox } from "@playwright/test";
import { agreement, drawn, rendered, TARGETS } from "./agreement.mjs";

const { values: options } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "2000" },
    show: { type: "string", default: "0" },
    cases: { type: "boolean", default: false },
  },
});

const FIREFOX = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
const BROWSERS = {
  chromium: () =>
    chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu"],
    }),
  firefox: () => firefox.launch({ executablePath: FIREFOX, channel: "moz-firefox" }),
};

/** The answers of a browser. */
async function asked(name, all) {
  const browser = await BROWSERS[name]();
  try {
    return await rendered(await browser.newPage(), all);
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

const percent = (share) => `${(100 * share).toFixed(2)} %`;

async function compareKinds() {
  let short = false;
  for (const [kind, targets] of Object.entries(TARGETS)) {
    const all = drawn(kind, Number(options.seed), Number(options.count));
    const ours = converted(all);
    const theirs = await asked("chromium", all);
    const shares = agreement(ours, theirs);
    short ||= shares.some((share, at) => share < targets[at]);
    console.log(
      `${kind}: words ${percent(shares[0])} (at least ${percent(targets[0])}), lines ${percent(shares[1])} (at least ${percent(targets[1])})`,
    );
    if (existsSync(FIREFOX)) {
      const other = agreement(await asked("firefox", all), theirs);
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
  const answers = await asked(
    "chromium",
    cases.map(([body]) => body),
  );
  const wrong = cases.filter(([, answer], at) => answer !== answers[at]);
  for (const one of wrong) console.log(`differs: ${JSON.stringify(one)}`);
  console.log(`${cases.length - wrong.length} of ${cases.length} cases are the browser's answers`);
  return wrong.length > 0;
}

process.exitCode = (await (options.cases ? compareCases() : compareKinds())) ? 1 : 0;
