/** Custom detectors: which of them run, and whether what they return is what a finding must be. */

import { AuditError } from "./engine.js";
import { unfit, unknown } from "./refusal.js";

/** @typedef {import("../index.d.ts").CustomDetector} CustomDetector */
/** @typedef {import("../index.d.ts").Message} Message */

const SEVERITIES = ["low", "medium", "high", "critical"];
const ACTIONS = ["escalate", "flag", "alert", "override", "follow_up", "prevent"];

/** The name stands in reports, columns and flags beside those of the built-in detectors. */
const NAME = /^[a-z][a-z0-9_]*$/;

/** Half a character, as `slice` leaves it at the ends of a text; UTF-8 has none. */
const HALF = /[\ud800-\udfff]/gu;

/**
 * The custom detectors that run: all, or those that the option `detectors` names.
 * @param {{ customDetectors?: readonly CustomDetector[], detectors?: readonly string[] }} options
 * @param {readonly string[]} builtIn  names that are taken
 */
export function chosen({ customDetectors = [], detectors = [] }, builtIn) {
  must(Array.isArray(customDetectors), "bad-options", "customDetectors", "a list", customDetectors);
  const taken = new Set(builtIn);
  for (const [index, detector] of customDetectors.entries()) {
    const at = `customDetectors[${index}]`;
    const { name, examine } = record("bad-options", at, detector, ["name", "examine"]);
    must(isText(name) && NAME.test(name), "bad-options", `${at}.name`, "small letters, digits and _", name);
    must(!taken.has(name), "bad-options", `${at}.name`, "a name that no other detector has", name);
    must(typeof examine === "function", "bad-options", `${at}.examine`, "a function", examine);
    taken.add(name);
  }
  // What is no list is refused by the engine.
  const all = !Array.isArray(detectors) || detectors.length === 0;
  return customDetectors.filter(({ name }) => all || detectors.includes(name));
}

/**
 * What the detectors find in one conversation, as JSON of complete findings. Whatever is wrong throws and so ends the audit:
 * rates without a detector's verdict on some of the conversations would be wrong in silence.
 * @param {readonly CustomDetector[]} detectors
 * @param {string} json  the transcript and the row
 */
export function examine(detectors, json) {
  const findings = detectors.flatMap(({ name, examine }) => {
    // Each has its own copy, so that none can change what the others and the checks see.
    const [conversation, row] = JSON.parse(json);
    const [{ id, messages }] = JSON.parse(json);
    const where = `Detector ${name}, conversation ${id}:`;
    try {
      const found = examine(conversation, row) ?? [];
      must(Array.isArray(found), "bad-finding", "its result", "a list of findings", found);
      return found.map((finding, index) => ({
        conversation_id: id,
        detector: name,
        failure_mode: name,
        ...completed(finding, `findings[${index}]`, messages),
      }));
    } catch (cause) {
      if (cause instanceof AuditError && cause.code === "bad-finding") {
        throw new AuditError(cause.code, `${where} ${cause.message}`);
      }
      throw new AuditError("detector-failed", `${where} ${cause}`, { cause });
    }
  });
  return JSON.stringify(findings, (_, value) => (typeof value === "string" ? value.replace(HALF, "\ufffd") : value));
}

/**
 * A finding with what its author need not say.
 * @param {unknown} finding
 * @param {string} at
 * @param {readonly Message[]} messages
 */
function completed(finding, at, messages) {
  const code = "bad-finding";
  const known = [
    "severity",
    "confidence",
    "explanation",
    "evidence",
    "counter_evidence",
    "recommended_action",
    "metadata",
  ];
  const given = record(code, at, finding, known);
  const { severity, confidence, explanation, evidence, counter_evidence = [] } = given;
  const { recommended_action = "flag", metadata = {} } = given;
  must(SEVERITIES.includes(severity), code, `${at}.severity`, `one of ${SEVERITIES.join(", ")}`, severity);
  const isShare = typeof confidence === "number" && confidence >= 0 && confidence <= 1;
  must(isShare, code, `${at}.confidence`, "a number from 0 to 1", confidence);
  must(isText(explanation), code, `${at}.explanation`, "a sentence", explanation);
  must(evidence?.length !== 0, code, `${at}.evidence`, "a list of at least one quote", evidence);
  const action = `one of ${ACTIONS.join(", ")}`;
  must(ACTIONS.includes(recommended_action), code, `${at}.recommended_action`, action, recommended_action);
  return {
    severity,
    confidence: Math.round(confidence * 100) / 100,
    explanation,
    evidence: quotes(evidence, `${at}.evidence`, messages),
    counter_evidence: quotes(counter_evidence, `${at}.counter_evidence`, messages),
    recommended_action,
    metadata: JSON.parse(JSON.stringify(record(code, `${at}.metadata`, metadata))),
  };
}

/**
 * @param {unknown} list
 * @param {string} at
 * @param {readonly Message[]} messages
 */
function quotes(list, at, messages) {
  if (!Array.isArray(list)) throw refused("bad-finding", at, "a list of quotes", list);
  return list.map((evidence, index) => quoted(evidence, `${at}[${index}]`, messages));
}

/**
 * A quote with its place in the message.
 * @param {unknown} evidence
 * @param {string} at
 * @param {readonly Message[]} messages
 */
function quoted(evidence, at, messages) {
  const code = "bad-finding";
  const given = record(code, at, evidence, ["message_index", "quote", "note"]);
  const { message_index, note = "" } = given;
  const message = Number.isInteger(message_index) ? messages[message_index] : undefined;
  const indices = `a message's index, 0 to ${messages.length - 1}`;
  if (!message) throw refused(code, `${at}.message_index`, indices, message_index);
  must(typeof note === "string", code, `${at}.note`, "a text", note);
  must(isText(given.quote), code, `${at}.quote`, "a text", given.quote);
  const quote = given.quote.replace(HALF, "");
  const start = message.text.indexOf(quote);
  must(start >= 0, code, `${at}.quote`, `a part of message ${message_index} as it stands there`, quote);
  const { role, part_id } = message;
  return { message_index, quote, note, role, part_id, start, end: start + quote.length };
}

/**
 * The value, if it is an object and has no other fields than these.
 * @param {string} code
 * @param {string} at
 * @param {any} value
 * @param {readonly string[]} [fields]
 * @returns {Record<string, any>}
 */
function record(code, at, value, fields) {
  must(typeof value === "object" && value !== null && !Array.isArray(value), code, at, "an object", value);
  for (const field of Object.keys(value)) {
    if (fields && !fields.includes(field)) throw new AuditError(code, unknown(`field of ${at}`, field, fields));
  }
  return value;
}

/** @param {unknown} value */
function isText(value) {
  return typeof value === "string" && value.trim() !== "";
}

/**
 * @param {boolean} holds
 * @param {string} code
 * @param {string} at
 * @param {string} expected
 * @param {unknown} value
 */
function must(holds, code, at, expected, value) {
  if (!holds) throw refused(code, at, expected, value);
}

/** @param {string} code @param {string} at @param {string} expected @param {unknown} value */
function refused(code, at, expected, value) {
  return new AuditError(code, unfit(at, expected, value));
}
