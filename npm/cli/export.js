/** The command `export-intercom`, and the same pull as a stream for `analyze-intercom`. */

import { appendFileSync, createReadStream, existsSync, truncateSync, writeFileSync } from "node:fs";
import { unknown } from "../lib/refusal.js";
import { UsageError } from "./flags.js";
import { Intercom, inOrder, REGIONS } from "./intercom.js";
import { Progress } from "./progress.js";
import { say } from "./say.js";
import { write } from "./write.js";

const STATES = ["open", "closed", "snoozed"];

/** @type {Record<string, import("./flags.js").Flag>} */
export const PULL_FLAGS = {
  limit: { value: "N", help: "At most so many conversations; all by default." },
  since: { value: "DATE", help: "Only those begun on or after this day or moment, such as 2026-01-31." },
  until: { value: "DATE", help: "Only those begun before it." },
  state: { value: "STATE", help: `Only those in this state: ${STATES.join(", ")}.` },
  region: { value: "NAME", help: `Where the workspace is hosted: ${REGIONS.join(", ")}; us by default.` },
  host: { value: "URL", help: "For tests: a server on this machine instead of Intercom." },
};

/** @type {Record<string, import("./flags.js").Flag>} */
export const EXPORT_FLAGS = {
  output: { value: "FILE", help: "Append to this file what it does not hold yet; stdout without it." },
  ...PULL_FLAGS,
  articles: { value: "FILE", help: "Also fetch the help centre's articles into this file." },
};

/**
 * @param {Record<string, any>} flags
 * @param {string[]} names
 * @returns {Promise<number>} the exit code
 */
export async function exportIntercom(flags, names) {
  if (names.length > 0) throw new UsageError("export-intercom takes no file; --output names the file to write.");
  const { output } = flags;
  const client = clientOf(flags);
  const have = output ? await conversationsIn(output) : new Set();
  if (have.size > 0) say(`${output} holds ${have.size} conversations already; going on from there.`);
  let count = 0;
  for await (const line of lines(client, flags, have)) {
    count += 1;
    if (output) appendFileSync(output, line);
    else if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once("drain", resolve));
  }
  say(`Exported ${count} conversation(s)${output ? ` to ${output}` : ""}.`);
  if (flags.articles) {
    /** @type {string[]} */
    const articles = [];
    for await (const article of client.articles()) articles.push(JSON.stringify(article));
    write((give) => give(`${articles.join("\n")}\n`), flags.articles);
    say(`Exported ${articles.length} article(s) to ${flags.articles}.`);
  }
  return 0;
}

/**
 * The pull as bytes: one conversation a line.
 * @param {Record<string, any>} flags
 * @returns {AsyncGenerator<Uint8Array>}
 */
export async function* pulled(flags) {
  const encoder = new TextEncoder();
  for await (const line of lines(clientOf(flags), flags, new Set())) yield encoder.encode(line);
}

/**
 * @param {Intercom} client
 * @param {Record<string, any>} flags
 * @param {Set<string>} have  ids that are not fetched again
 * @returns {AsyncGenerator<string>}
 */
async function* lines(client, flags, have) {
  const limit = flags.limit === undefined ? Number.POSITIVE_INFINITY : Number(flags.limit);
  if (!(limit >= 1)) throw new UsageError("--limit is a number of conversations, 1 or more.");
  if (flags.state && !STATES.includes(flags.state)) throw new UsageError(unknown("state", flags.state, STATES));
  const filter = { since: moment("since", flags.since), until: moment("until", flags.until), state: flags.state };

  const progress = new Progress();
  client.onWait = (message) => progress.line(message);
  let expected = limit;
  async function* wanted() {
    let listed = 0;
    for await (const { id, total } of client.list(filter)) {
      expected = Math.min(limit, total || limit);
      listed += 1;
      if (!have.has(id)) yield id;
      if (listed >= limit) return;
    }
  }
  let count = 0;
  try {
    for await (const { id, conversation } of inOrder(wanted(), async (id) => ({
      id,
      conversation: await client.conversation(id),
    }))) {
      if (!conversation) {
        say(`Conversation ${id} was deleted meanwhile; left out.`);
        continue;
      }
      yield `${JSON.stringify(conversation)}\n`;
      count += 1;
      const of = Number.isFinite(expected)
        ? ` of ${expected - have.size}, ${progress.left(count, expected - have.size)} s left`
        : "";
      progress.line(`${count}${of}, ${progress.rate(count).toFixed(1)} a second`);
    }
  } finally {
    progress.end();
  }
}

/** @param {Record<string, any>} flags */
function clientOf({ region, host }) {
  if (region !== undefined && !REGIONS.includes(region)) throw new UsageError(unknown("region", region, REGIONS));
  if (host !== undefined) {
    if (!/^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(:\d+)?$/.test(host)) {
      throw new UsageError(
        "--host is for tests and takes only a server on this machine, such as http://127.0.0.1:8080.",
      );
    }
    say(`Warning: --host is for tests. The token goes to ${host} and not to Intercom.`);
  }
  const token = process.env.INTERCOM_ACCESS_TOKEN?.trim();
  if (!token) {
    throw new UsageError(
      "INTERCOM_ACCESS_TOKEN is not set. Create an access token that may read conversations in Intercom's Developer Hub, " +
        'then: export INTERCOM_ACCESS_TOKEN="…"',
    );
  }
  return new Intercom({ token, region, host });
}

/**
 * The ids in an earlier export. Its last line goes if a stop cut it off.
 * @param {string} path
 * @returns {Promise<Set<string>>}
 */
async function conversationsIn(path) {
  const ids = new Set();
  if (!existsSync(path)) {
    // Fails now rather than after the first requests if it cannot be written.
    writeFileSync(path, "");
    return ids;
  }
  let end = 0;
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path)) {
    rest = Buffer.concat([rest, chunk]);
    for (let stop = rest.indexOf("\n"); stop >= 0; stop = rest.indexOf("\n")) {
      ids.add(idIn(rest.toString("utf8", 0, stop), path));
      rest = rest.subarray(stop + 1);
      end += stop + 1;
    }
  }
  if (rest.length > 0) truncateSync(path, end);
  return ids;
}

/** @param {string} line @param {string} path */
function idIn(line, path) {
  try {
    return `${JSON.parse(line).id}`;
  } catch {
    throw new UsageError(`${path} is not an export of this command; name another file with --output.`);
  }
}

/**
 * @param {string} flag
 * @param {string | undefined} value
 * @returns {number | undefined} Unix seconds
 */
function moment(flag, value) {
  if (value === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time))
    throw new UsageError(`--${flag} ${value} is no date; write it as 2026-01-31 or 2026-01-31T08:00:00Z.`);
  return Math.floor(time / 1000);
}
