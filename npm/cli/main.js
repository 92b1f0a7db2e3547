/** The command line: which commands there are, their help, and what exit codes mean. */

import { AuditError } from "../lib/api.js";
import { version } from "../lib/node.js";
import { unknown } from "../lib/refusal.js";
import { ANALYZE_FLAGS, analyze, analyzeIntercom } from "./analyze.js";
import { COMPARE_FLAGS, compareReports } from "./compare.js";
import { EXPORT_FLAGS, exportIntercom, PULL_FLAGS } from "./export.js";
import { describe, parseFlags, UsageError } from "./flags.js";
import { say } from "./say.js";

/**
 * @typedef {{
 *   usage: string, summary: string, details: string, flags: Record<string, import("./flags.js").Flag>,
 *   run: (values: Record<string, any>, positionals: string[]) => Promise<number>,
 * }} Command
 */

/** @type {Record<string, Command>} */
const COMMANDS = {
  analyze: {
    usage: "analyze FILE…|DIR|-",
    summary: "Find where the bot failed its customers in exported conversations.",
    details:
      "Reads JSON, NDJSON and CSV exports, also gzipped or zipped, whole folders, patterns, and - for stdin.\n" +
      "Nothing leaves this machine. The report goes to stdout, progress and warnings go to stderr.",
    flags: ANALYZE_FLAGS,
    run: analyze,
  },
  "analyze-intercom": {
    usage: "analyze-intercom",
    summary: "The same, with the conversations fetched from Intercom.",
    details:
      "Needs an access token that may read conversations, in the environment variable INTERCOM_ACCESS_TOKEN.\n" +
      "It is sent to the Intercom host of the region, and nowhere else.",
    flags: { ...PULL_FLAGS, ...ANALYZE_FLAGS },
    run: analyzeIntercom,
  },
  "export-intercom": {
    usage: "export-intercom",
    summary: "Fetch whole conversations from Intercom, one JSON object a line.",
    details:
      "Needs an access token that may read conversations, in the environment variable INTERCOM_ACCESS_TOKEN.\n" +
      "Run the same command again after a stop: with --output it goes on where it was, without gaps or doubles.",
    flags: EXPORT_FLAGS,
    run: exportIntercom,
  },
  compare: {
    usage: "compare BEFORE AFTER",
    summary: "What got better or worse between two reports (analyze --format report).",
    details: "Differences stand with their 95 % intervals; one whose interval holds 0 may be chance.",
    flags: COMPARE_FLAGS,
    run: compareReports,
  },
  version: {
    usage: "version",
    summary: "Print the version.",
    details: "",
    flags: {},
    run: async () => {
      console.log(version());
      return 0;
    },
  },
};

/** Spellings that people try. @type {Record<string, string>} */
const ALIASES = { "--version": "version", "-v": "version", "-V": "version" };
const HELP = ["--help", "-h", "help"];

const EXIT_CODES = `Exit codes:
  0  analysed
  1  a limit was exceeded: --fail-on, --fail-over or --fail-on-regression
  2  could not be analysed, or wrong arguments`;

/**
 * Runs the command line; returns the exit code.
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export async function main(args) {
  process.stdout.on("error", (problem) => {
    // The reader of a pipe has seen enough.
    if (/** @type {NodeJS.ErrnoException} */ (problem).code === "EPIPE") process.exit(0);
    throw problem;
  });
  const [first = "help", ...rest] = args;
  try {
    if (HELP.includes(first)) {
      console.log(rest[0] && COMMANDS[rest[0]] ? helpOf(COMMANDS[rest[0]]) : overview());
      return 0;
    }
    const name = ALIASES[first] ?? first;
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) throw new UsageError(unknown("command", first, Object.keys(COMMANDS)));
    if (rest.some((arg) => arg === "--help" || arg === "-h")) {
      console.log(helpOf(command));
      return 0;
    }
    const { values, positionals } = parseFlags(rest, command.flags);
    return await command.run(values, positionals);
  } catch (problem) {
    if (!(problem instanceof UsageError || problem instanceof AuditError)) throw problem;
    say(`chatbot-audit: ${problem.message}`);
    if (problem instanceof UsageError) say("Try: chatbot-audit --help");
    return 2;
  }
}

function overview() {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const commands = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `chatbot-audit finds where a support bot failed its customers in an exported Intercom file.

Usage: chatbot-audit COMMAND [FLAGS]

Commands:
${commands.join("\n")}

chatbot-audit COMMAND --help explains a command.

${EXIT_CODES}`;
}

/** @param {Command | undefined} command */
function helpOf(command) {
  if (!command) return overview();
  const { usage, summary, details, flags } = command;
  const list = Object.keys(flags).length > 0 ? `\n\nFlags:\n${describe(flags)}` : "";
  return `Usage: chatbot-audit ${usage}${list ? " [FLAGS]" : ""}\n\n${summary}${details && `\n${details}`}${list}\n\n${EXIT_CODES}`;
}
