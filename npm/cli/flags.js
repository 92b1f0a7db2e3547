/** Command-line flags: one table says what there is, how it is read, and how it is explained. */

import { parseArgs } from "node:util";
import { unknown } from "../lib/refusal.js";

/**
 * One flag. Without `value` it is a switch; `list` may be repeated and holds commas.
 * @typedef {{ value?: string, list?: boolean, help: string }} Flag
 */

/** A mistake of the caller: one sentence, exit code 2. */
export class UsageError extends Error {}

/** Words under which a token is handed over by mistake. */
const SECRETS = ["token", "access-token", "api-key", "apikey", "key", "password"];

const SECRET_REFUSED =
  "A token on the command line can be read by every program on the machine, and stays in the shell's history. " +
  "Set the environment variable INTERCOM_ACCESS_TOKEN instead.";

/**
 * Reads the arguments of one command.
 * @param {string[]} args
 * @param {Record<string, Flag>} flags
 * @returns {{ values: Record<string, any>, positionals: string[] }}
 */
export function parseFlags(args, flags) {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { value }]) => [
      name,
      { type: /** @type {"string" | "boolean"} */ (value ? "string" : "boolean") },
    ]),
  );
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  /** @type {Record<string, any>} */
  const values = {};
  /** @type {string[]} */
  const positionals = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    if (SECRETS.includes(name)) throw new UsageError(SECRET_REFUSED);
    const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
    if (!flag)
      throw new UsageError(
        unknown(
          "flag",
          rawName,
          Object.keys(flags).map((known) => `--${known}`),
        ),
      );
    if (!flag.value) {
      if (value !== undefined) throw new UsageError(`${rawName} takes no value.`);
      values[name] = true;
      continue;
    }
    const looksLikeFlag = !inlineValue && value?.startsWith("-") && value !== "-";
    if (value === undefined || value === "" || looksLikeFlag) {
      throw new UsageError(`${rawName} needs a value: ${rawName} ${flag.value}`);
    }
    if (flag.list) values[name] = [...(values[name] ?? []), ...value.split(",").map((one) => one.trim())];
    else if (name in values) throw new UsageError(`${rawName} is given twice.`);
    else values[name] = value;
  }
  return { values, positionals };
}

/**
 * The flags as lines of help, in columns.
 * @param {Record<string, Flag>} flags
 */
export function describe(flags) {
  const rows = Object.entries(flags).map(([name, { value, help }]) => [`--${name}${value ? ` ${value}` : ""}`, help]);
  const width = Math.max(...rows.map(([flag = ""]) => flag.length));
  return rows
    .map(([flag = "", help = ""]) => `  ${flag.padEnd(width)}  ${help.replaceAll("\n", `\n${" ".repeat(width + 4)}`)}`)
    .join("\n");
}
