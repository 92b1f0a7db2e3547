/** The commands `analyze` and `analyze-intercom`: from sources and flags to a report and an exit code. */

import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { audited } from "../lib/auditor.js";
import { call } from "../lib/engine.js";
import { detectors, FORMATS } from "../lib/node.js";
import { check, ENGINE, TEXT } from "../lib/options.js";
import { unknown } from "../lib/refusal.js";
import { pulled } from "./export.js";
import { inputs } from "./files.js";
import { UsageError } from "./flags.js";
import { Progress } from "./progress.js";
import { say } from "./say.js";
import { write } from "./write.js";

/** @type {import("../index.d.ts").Severity[]} */
const SEVERITIES = ["low", "medium", "high", "critical"];

/** @type {Record<string, import("./flags.js").Flag>} */
export const ANALYZE_FLAGS = {
  format: { value: "NAME", help: `${FORMATS.join(", ")}; text by default.` },
  json: { help: "The same as --format json: an array of findings." },
  output: { value: "PATH", help: "Write the report to this file instead of stdout." },
  policy: {
    value: "FILE",
    help: 'What the bot may promise: {"allowed_commitments": […], "disallowed_commitment_topics": […]}.',
  },
  facts: { value: "FILE", help: 'What is true: {"facts": {topic: value}, "aliases": {topic: [names]}}.' },
  articles: { value: "FILE", help: "The help centre: an Intercom articles export." },
  bots: { value: "ID,EMAIL…", list: true, help: "Authors who are bots although they post as teammates." },
  lang: { value: "CODE", help: "The language of all conversations; auto by default." },
  detectors: { value: "A,B", list: true, help: "Run only these detectors." },
  "fail-on": { value: "SEVERITY", help: "Exit 1 if a finding is at least this bad: low, medium, high, critical." },
  "fail-over": {
    value: "MODE=RATE",
    list: true,
    help: "Exit 1 if more than this share of the conversations has the failure mode,\nsuch as death_loop=5%. May be repeated.",
  },
  redact: { help: "Take personal data out of everything that is shown." },
  now: { value: "TIME", help: "The moment to judge from; by default the newest one in the input." },
  config: { value: "FILE", help: "Options as JSON; what a flag says goes first." },
};

/** What a configuration file may hold, beside paths for some of it. */
const CONFIG = {
  ...ENGINE,
  format: TEXT,
  fail_on: TEXT,
  /** @type {import("../lib/options.js").Rule} */
  fail_over: [
    'an object of rates such as 0.05 or "5%"',
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  ],
  // For editors.
  $schema: TEXT,
};

/**
 * @param {Record<string, any>} flags
 * @param {string[]} names
 * @returns {Promise<number>} the exit code
 */
export async function analyze(flags, names) {
  if (names.length === 0) {
    throw new UsageError(
      "What should be analysed? Name a file, a folder, or - for stdin: chatbot-audit analyze export.json",
    );
  }
  const settings = settingsOf(flags);
  return report(inputs(names), settings);
}

/**
 * @param {Record<string, any>} flags
 * @param {string[]} names
 * @returns {Promise<number>} the exit code
 */
export async function analyzeIntercom(flags, names) {
  if (names.length > 0)
    throw new UsageError("analyze-intercom reads from Intercom and takes no file; for files there is analyze.");
  const settings = settingsOf(flags);
  return report([{ name: "intercom", size: null, stream: () => pulled(flags) }], settings);
}

/**
 * @param {import("./files.js").Input[]} files
 * @param {ReturnType<typeof settingsOf>} settings
 */
async function report(files, { options, format, output, failOn, failOver }) {
  const progress = new Progress();
  let report;
  try {
    report = await audited(/** @type {any} */ (files), { ...options, onProgress: (state) => progress.show(state) });
  } finally {
    progress.end();
  }
  /** @type {import("../index.d.ts").Report} */
  const { input, summary } = call(() => report.outline());
  for (const { message } of input.warnings) say(`Note: ${message}`);
  for (const { file, offset, id, reason } of input.skipped) {
    say(`Skipped ${id ? `conversation ${id}` : "a part"} of ${file} at byte ${offset}: ${reason}`);
  }
  write((give) => call(() => report.render(format, give)), output);
  return exceeded(summary, failOn, failOver) ? 1 : 0;
}

/**
 * Says on stderr which limits were exceeded.
 * @param {import("../index.d.ts").Report["summary"]} summary
 * @param {import("../index.d.ts").Severity | undefined} failOn
 * @param {Record<string, number>} failOver
 */
function exceeded(summary, failOn, failOver) {
  /** @type {string[]} */
  const reasons = [];
  const bad = failOn ? SEVERITIES.slice(SEVERITIES.indexOf(failOn)) : [];
  const count = bad.reduce((sum, severity) => sum + (summary.by_severity[severity] ?? 0), 0);
  if (count > 0) reasons.push(`${count} finding(s) at or above ${failOn} (--fail-on ${failOn}).`);
  for (const [mode, limit] of Object.entries(failOver)) {
    const found = summary.by_mode[/** @type {import("../index.d.ts").FailureMode} */ (mode)];
    if (found?.rate && found.rate > limit) {
      reasons.push(
        `${mode} in ${percent(found.rate)} of the conversations, above ${percent(limit)} (--fail-over ${mode}).`,
      );
    }
  }
  for (const reason of reasons) say(`Failed: ${reason}`);
  return reasons.length > 0;
}

/** @param {Record<string, any>} flags */
function settingsOf(flags) {
  const config = flags.config ? configOf(flags.config) : {};
  const format = flags.json ? "json" : (flags.format ?? config.format ?? "text");
  if (!FORMATS.includes(format)) throw new UsageError(unknown("format", format, FORMATS));
  if (flags.json && flags.format && flags.format !== "json")
    throw new UsageError("--json and --format exclude each other.");
  const failOn = flags["fail-on"] ?? config.fail_on;
  if (failOn !== undefined && !SEVERITIES.includes(failOn))
    throw new UsageError(unknown("severity", failOn, SEVERITIES));
  const failOver = limits(flags["fail-over"] ?? Object.entries(config.fail_over ?? {}).map((pair) => pair.join("=")));

  const options = Object.fromEntries(Object.entries(config).filter(([name]) => Object.hasOwn(ENGINE, name)));
  for (const name of ["policy", "facts"]) if (flags[name]) options[name] = json(flags[name]);
  if (flags.articles) options.articles = text(flags.articles);
  for (const name of ["bots", "detectors", "lang", "now", "redact"])
    if (flags[name] !== undefined) options[name] = flags[name];
  for (const mode of Object.keys(failOver)) {
    if (options.detectors?.length > 0 && !options.detectors.includes(mode))
      throw new UsageError(`--fail-over ${mode} could never fail: that detector is not among those that run.`);
  }
  return { options, format, output: flags.output, failOn, failOver };
}

/**
 * A configuration file, with the files that it names read from beside it.
 * @param {string} path
 * @returns {Record<string, any>}
 */
function configOf(path) {
  const config = json(path);
  const beside = (/** @type {string} */ name) => resolve(dirname(path), name);
  for (const name of ["policy", "facts"])
    if (typeof config?.[name] === "string") config[name] = json(beside(config[name]));
  try {
    check(config, CONFIG, "setting");
  } catch (problem) {
    throw new UsageError(`${path}: ${/** @type {Error} */ (problem).message}`);
  }
  if (config.articles !== undefined) config.articles = text(beside(config.articles));
  return config;
}

/**
 * @param {string[]} pairs  MODE=RATE, the rate as a share or in per cent
 * @returns {Record<string, number>}
 */
function limits(pairs) {
  const modes = detectors().map(({ name }) => name);
  return Object.fromEntries(
    pairs.map((pair) => {
      const [mode = "", rate = ""] = pair.split("=");
      if (!modes.some((known) => known === mode)) throw new UsageError(unknown("failure mode", mode, modes));
      const share = rate.endsWith("%") ? Number(rate.slice(0, -1)) / 100 : Number(rate);
      if (rate === "" || !(share >= 0 && share <= 1)) {
        throw new UsageError(`--fail-over ${pair}: the rate is a share such as 0.05, or 5%.`);
      }
      return [mode, share];
    }),
  );
}

/** @param {string} path @returns {any} */
function json(path) {
  const content = text(path);
  try {
    return JSON.parse(content);
  } catch (problem) {
    throw new UsageError(`${path} is not JSON: ${/** @type {Error} */ (problem).message}`);
  }
}

/** @param {string} path */
function text(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (problem) {
    throw new UsageError(`${path} cannot be read: ${/** @type {Error} */ (problem).message}`);
  }
}

/** @param {number} share */
function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}
