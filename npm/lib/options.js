/** The options of an audit: which there are, and a refusal of any other. */

import { AuditError } from "./engine.js";
import { unknown } from "./nearest.js";

/** What the engine reads; an object lists what stands below it. */
const ENGINE = {
  detectors: true,
  bots: true,
  lang: true,
  policy: { allowed_commitments: true, disallowed_commitment_topics: true },
  facts: { facts: true, aliases: true },
  articles: true,
  now: true,
  redact: true,
  prices: { currency: true, resolution: true, procedure_handoff: true, disqualification: true, qualification: true },
};

/** What is settled on this side of the boundary. */
const OWN = { customDetectors: true, onProgress: true, signal: true };

/** Names of the options that a configuration file may hold. */
export const ENGINE_OPTIONS = Object.keys(ENGINE);

/**
 * The options for the engine, without the ones of this side; throws at a name that does not exist.
 * @param {Record<string, unknown>} options
 */
export function engineOptions(options) {
  check(options, { ...ENGINE, ...OWN }, "option");
  return Object.fromEntries(Object.entries(options).filter(([name]) => name in ENGINE));
}

/**
 * @param {Record<string, unknown>} options
 * @param {Record<string, any>} known
 * @param {string} kind
 */
function check(options, known, kind) {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(known, name)) throw new AuditError("bad-options", unknown(kind, name, Object.keys(known)));
    if (typeof known[name] === "object" && typeof value === "object" && value !== null) {
      check(/** @type {Record<string, unknown>} */ (value), known[name], `field of ${name}`);
    }
  }
}
