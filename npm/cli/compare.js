/** The command `compare`: what got better or worse between two reports. */

import { readFileSync } from "node:fs";
import { compare } from "../lib/node.js";
import { unknown } from "../lib/refusal.js";
import { UsageError } from "./flags.js";
import { say } from "./say.js";
import { write } from "./write.js";

const FORMATS = ["text", "markdown", "json"];

/** @type {Record<string, import("./flags.js").Flag>} */
export const COMPARE_FLAGS = {
  format: { value: "NAME", help: `${FORMATS.join(", ")}; text by default.` },
  output: { value: "PATH", help: "Write to this file instead of stdout." },
  "fail-on-regression": { help: "Exit 1 if a rate got worse and chance does not explain it." },
};

/**
 * @param {Record<string, any>} flags
 * @param {string[]} names
 * @returns {Promise<number>} the exit code
 */
export async function compareReports({ format = "text", output, "fail-on-regression": isStrict }, names) {
  if (names.length !== 2) {
    throw new UsageError("compare takes two reports: chatbot-audit compare before.json after.json");
  }
  if (!FORMATS.includes(format)) throw new UsageError(unknown("format", format, FORMATS));
  const [before, after] = names.map(reportIn);
  write((give) => give(`${compare(before, after, format).trimEnd()}\n`), output);
  if (!isStrict) return 0;
  /** @type {import("../index.d.ts").Comparison} */
  const { lines } = compare(before, after);
  const worse = lines.filter(({ verdict }) => verdict === "worse");
  for (const { name } of worse) say(`Failed: ${name} got worse (--fail-on-regression).`);
  return worse.length > 0 ? 1 : 0;
}

/** @param {string} path @returns {any} */
function reportIn(path) {
  let content;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (problem) {
    throw new UsageError(`${path} cannot be read as a report: ${/** @type {Error} */ (problem).message}`);
  }
  if (content?.schema_version === undefined) {
    throw new UsageError(
      `${path} is no report; make one with: chatbot-audit analyze … --format report --output ${path}`,
    );
  }
  return content;
}
