/** Intercom's REST API: pages of ids, one whole conversation at a time, within its limits. The only file that sends anything. */

import { setTimeout as pause } from "node:timers/promises";
import { AuditError } from "../lib/api.js";

const HOSTS = { us: "https://api.intercom.io", eu: "https://api.eu.intercom.io", au: "https://api.au.intercom.io" };
export const REGIONS = Object.keys(HOSTS);

/** The lowest version whose messages say whether the AI agent wrote them. */
const API_VERSION = "2.14";
/** The most that a page may hold. */
const PAGE = 150;
/** Requests under way at once; with answers in a third of a second this stays under the limit of 10,000 a minute. */
const AT_ONCE = 20;
/** An answer that takes longer will not come. */
const PATIENCE_MS = 60_000;
/** A request is tried so often; with the pauses between, that is about a minute of trouble. */
const ATTEMPTS = 7;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** Intercom spreads its limit over windows of this length; counts until an answer names the next one. */
const WINDOW_MS = 10_000;
/** A clock that is wrong must not stop everything for longer. */
const LONGEST_WINDOW_MS = 60_000;

/** @typedef {{ id: string, created_at?: number }} Listed */
/** @typedef {{ since?: number, until?: number, state?: string }} Filter  times in Unix seconds */

export class Intercom {
  #base;
  #token;
  #sleep;
  #patience;
  /** How many requests the window still allows, how many a window allows, and when it ends, in milliseconds. */
  #left = Number.POSITIVE_INFINITY;
  #limit = Number.POSITIVE_INFINITY;
  #reset = 0;
  #inFlight = 0;
  /** @type {(message: string) => void} */
  onWait = () => {};

  /**
   * @param {{ token: string, region?: string, host?: string, sleep?: (ms: number) => Promise<unknown>, patience?: number }} options
   *   `host` replaces the region's, for tests; `sleep` and `patience` (milliseconds) likewise
   */
  constructor({ token, region = "us", host, sleep = pause, patience = PATIENCE_MS }) {
    // fetch would show a token that it cannot send in its own message.
    if (!/^[\x21-\x7e]+$/.test(token)) {
      throw new AuditError("bad-token", "INTERCOM_ACCESS_TOKEN holds blanks or characters that no token has.");
    }
    this.#token = token;
    this.#base = host ?? HOSTS[/** @type {keyof typeof HOSTS} */ (region)];
    this.#sleep = sleep;
    this.#patience = patience;
  }

  /**
   * All conversations that fit, as the list gives them: without their messages.
   * @param {Filter} filter
   * @returns {AsyncGenerator<Listed & { total: number }>}
   */
  async *list(filter) {
    const query = queryOf(filter);
    let cursor = {};
    const seen = new Set();
    for (;;) {
      const page = query
        ? await this.#request("POST", "/conversations/search", { query, pagination: { per_page: PAGE, ...cursor } })
        : await this.#request("GET", `/conversations?${new URLSearchParams({ per_page: `${PAGE}`, ...cursor })}`);
      if (!Array.isArray(page?.conversations)) throw malformed("a list of conversations");
      for (const { id, created_at } of page.conversations) {
        // While pages are read, conversations move between them.
        if (seen.has(`${id}`) || !isWithin(filter, created_at)) continue;
        seen.add(`${id}`);
        yield { id: `${id}`, created_at, total: Number(page.total_count ?? Number.NaN) };
      }
      const next = cursorOf(page.pages);
      if (!next) return;
      cursor = next;
    }
  }

  /**
   * One whole conversation, or null if it is there no more.
   * @param {string} id
   * @returns {Promise<Record<string, unknown> | null>}
   */
  async conversation(id) {
    const found = await this.#request(
      "GET",
      `/conversations/${encodeURIComponent(id)}`,
      undefined,
      (answer) => `${answer?.id}` === id,
    );
    return found;
  }

  /** All articles of the help centre. @returns {AsyncGenerator<Record<string, unknown>>} */
  async *articles() {
    let cursor = {};
    for (;;) {
      const page = await this.#request("GET", `/articles?${new URLSearchParams({ per_page: `${PAGE}`, ...cursor })}`);
      if (!Array.isArray(page?.data)) throw malformed("a list of articles");
      yield* page.data;
      const next = cursorOf(page.pages);
      if (!next) return;
      cursor = next;
    }
  }

  /**
   * Sends one request, again and again while that may help. Null when there is no such thing.
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @param {(answer: any) => boolean} [fits]  whether the answer is what was asked for
   * @returns {Promise<any>}
   */
  async #request(method, path, body, fits = (answer) => typeof answer === "object" && answer !== null) {
    let trouble = "";
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) await this.#sleep(backoff(attempt));
      await this.#turn();
      this.#inFlight += 1;
      try {
        const response = await fetch(this.#base + path, {
          method,
          headers: {
            accept: "application/json",
            authorization: `Bearer ${this.#token}`,
            "intercom-version": API_VERSION,
            ...(body && { "content-type": "application/json" }),
          },
          body: body && JSON.stringify(body),
          // A redirect would carry the token to another place.
          redirect: "error",
          signal: AbortSignal.timeout(this.#patience),
        });
        this.#heed(response);
        if (response.ok) {
          const answer = await response.json();
          if (fits(answer)) return answer;
          trouble = "the answer was not what was asked for";
          continue;
        }
        await response.body?.cancel();
        if (response.status === 404) return null;
        if (response.status !== 429 && response.status < 500) throw refused(response.status, path);
        trouble = `it answered ${response.status}`;
      } catch (problem) {
        if (problem instanceof AuditError) throw problem;
        const { message, cause } = /** @type {Error} */ (problem);
        trouble = cause instanceof Error ? cause.message : message;
      } finally {
        this.#inFlight -= 1;
      }
    }
    throw new AuditError(
      "api-error",
      `Intercom could not be asked for ${path.split("?")[0]}, ${ATTEMPTS} times: ${trouble}.`,
    );
  }

  /** Takes one of the requests that the window allows; waits for the next window when there is none. */
  async #turn() {
    for (;;) {
      const now = Date.now();
      if (now >= this.#reset) {
        this.#left = this.#limit;
        this.#reset = now + WINDOW_MS;
      }
      if (this.#left > 0) break;
      const wait = this.#reset - now;
      this.onWait(`Intercom's limit is reached; waiting ${Math.ceil(wait / 1000)} s`);
      // The jitter keeps the waiting requests from coming back all at once.
      await this.#sleep(wait + Math.random() * 250);
    }
    this.#left -= 1;
  }

  /** Learns from an answer what the window still allows. @param {Response} response */
  #heed({ status, headers }) {
    const now = Date.now();
    const number = (/** @type {string} */ name) => Number(headers.get(name) ?? Number.NaN);
    const reset =
      status === 429 && headers.has("retry-after")
        ? now + number("retry-after") * 1000
        : number("x-ratelimit-reset") * 1000;
    if (reset > now) this.#reset = Math.min(reset, now + LONGEST_WINDOW_MS);
    const [limit, remaining] = [number("x-ratelimit-limit"), number("x-ratelimit-remaining")];
    if (limit > 0) this.#limit = limit;
    if (remaining >= 0) this.#left = remaining - this.#inFlight;
    if (status === 429) this.#left = 0;
  }
}

/**
 * Applies `work` to every item, several at once, and gives the results in the items' order.
 * @template A, B
 * @param {AsyncIterable<A>} items
 * @param {(item: A) => Promise<B>} work
 * @returns {AsyncGenerator<B>}
 */
export async function* inOrder(items, work) {
  /** @type {Promise<B>[]} */
  const pending = [];
  for await (const item of items) {
    const result = work(item);
    // Awaited below; until then a failure must not end the process.
    result.catch(() => {});
    pending.push(result);
    if (pending.length >= AT_ONCE) yield/** @type {Promise<Awaited<B>>} */ (pending.shift());
  }
  yield* pending;
}

/** @param {Filter} filter */
function queryOf({ since, until, state }) {
  const value = [];
  // The API knows no "from … on".
  if (since !== undefined) value.push({ field: "created_at", operator: ">", value: since - 1 });
  if (until !== undefined) value.push({ field: "created_at", operator: "<", value: until });
  if (state !== undefined) value.push({ field: "state", operator: "=", value: state });
  return value.length > 0 ? { operator: "AND", value } : null;
}

/** The search may round times to days. @param {Filter} filter @param {number | undefined} at */
function isWithin({ since = 0, until = Number.POSITIVE_INFINITY }, at) {
  return at === undefined || at === null || (at >= since && at < until);
}

/**
 * Where the next page begins: an object, or the address of the next page, of which only the query counts.
 * @param {any} pages
 * @returns {Record<string, string> | null}
 */
function cursorOf(pages) {
  const next = pages?.next;
  if (!next) return null;
  const get =
    typeof next === "string"
      ? (/** @type {string} */ name) => new URL(next, "http://x").searchParams.get(name)
      : (/** @type {string} */ name) => next[name];
  for (const name of ["starting_after", "page"]) {
    const value = get(name);
    if (value !== undefined && value !== null && value !== "") return { [name]: `${value}` };
  }
  return null;
}

/** Milliseconds before an attempt: doubling, with half of it random. @param {number} attempt */
function backoff(attempt) {
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
  return longest / 2 + Math.random() * (longest / 2);
}

/** @param {number} status @param {string} path */
function refused(status, path) {
  const reasons = {
    401: "the access token is not valid (or belongs to another region: --region us, eu, au)",
    403: "the access token may not read conversations; allow it in Intercom's Developer Hub",
  };
  const reason =
    reasons[/** @type {keyof typeof reasons} */ (status)] ?? `it answered ${status} to ${path.split("?")[0]}`;
  return new AuditError("api-error", `Intercom refused: ${reason}.`);
}

/** @param {string} what */
function malformed(what) {
  return new AuditError("api-error", `Intercom did not answer with ${what}.`);
}
