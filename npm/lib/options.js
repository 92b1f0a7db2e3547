/** The options of an audit: which there are, what each holds, and a refusal of anything else. */

import { AuditError } from "./engine.js";
import { unfit, unknown } from "./refusal.js";

/**
 * What an option may hold, in words and as a test; or the options that stand below it.
 * @typedef {[expected: string, fits: (value: any) => boolean] | { [name: string]: Rule }} Rule
 */

/** @param {unknown} value */
const isText = (value) => typeof value === "string";
/** @param {unknown} value */
const isWords = (value) => Array.isArray(value) && value.every(isText);
/** @param {unknown} value */
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @type {Rule} */
export const TEXT = ["a text", isText];
/** @type {Rule} */
const WORDS = ["a list of texts", isWords];
/** @type {Rule} */
const PRICE = ["a number, 0 or more", (value) => Number.isFinite(value) && value >= 0];
/** @type {Rule} */
const FACTS = [
  "an object of texts, numbers, true or false",
  (value) =>
    isRecord(value) && Object.values(value).every((fact) => ["string", "number", "boolean"].includes(typeof fact)),
];

/** What the engine reads. */
export const ENGINE = {
  detectors: WORDS,
  bots: WORDS,
  lang: TEXT,
  policy: { allowed_commitments: WORDS, disallowed_commitment_topics: WORDS },
  facts: {
    facts: FACTS,
    aliases: /** @type {Rule} */ ([
      "an object of lists of texts",
      (value) => isRecord(value) && Object.values(value).every(isWords),
    ]),
  },
  articles: TEXT,
  now: /** @type {Rule} */ (["an ISO 8601 time or Unix seconds", (value) => isText(value) || Number.isInteger(value)]),
  redact: /** @type {Rule} */ (["true or false", (value) => typeof value === "boolean"]),
  prices: {
    currency: /** @type {Rule} */ (["a code such as EUR", (value) => isText(value) && /^[A-Z]{3}$/.test(value)]),
    resolution: PRICE,
    procedure_handoff: PRICE,
    disqualification: PRICE,
    qualification: PRICE,
  },
};

/** What is settled on this side of the boundary. */
const OWN = {
  // Looked at more closely where they are run.
  customDetectors: /** @type {Rule} */ (["a list", Array.isArray]),
  workers: /** @type {Rule} */ (["a whole number, 1 or more", (value) => Number.isInteger(value) && value >= 1]),
  onProgress: /** @type {Rule} */ (["a function", (value) => typeof value === "function"]),
  signal: /** @type {Rule} */ (["an AbortSignal", (value) => value instanceof AbortSignal]),
};

/**
 * The options for the engine, without the ones of this side; throws at one that does not exist or holds something else.
 * @param {object} options
 */
export function engineOptions(options) {
  check(options, { ...ENGINE, ...OWN }, "option");
  return Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(ENGINE, name)));
}

/**
 * Throws an AuditError at an option that the rules do not have, or that holds something else. What is undefined is not given.
 * @param {unknown} options
 * @param {{ [name: string]: Rule }} rules
 * @param {string} kind  what the options are called
 * @param {string} [path]  where they stand, if below another one
 */
export function check(options, rules, kind, path = "") {
  const where = path ? `The ${kind} ${path}` : `What holds the ${kind}s`;
  if (!isRecord(options)) throw bad(unfit(where, "an object", options));
  for (const [name, value] of Object.entries(/** @type {object} */ (options))) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw bad(unknown(path ? `field of ${path}` : kind, name, Object.keys(rules)));
    const at = path ? `${path}.${name}` : name;
    if (value === undefined) continue;
    if (!Array.isArray(rule)) check(value, rule, kind, at);
    else if (!rule[1](value)) throw bad(unfit(`The ${kind} ${at}`, rule[0], value));
  }
}

/** @param {string} message */
function bad(message) {
  return new AuditError("bad-options", message);
}
