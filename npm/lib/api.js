/** The package's functions, the same in every environment. */

import { DESCRIBED } from "../dist/detectors.js";
import { Auditor, audited, objects, reading } from "./auditor.js";
import { AuditError, call, init } from "./engine.js";
import { engineOptions } from "./options.js";
import { unknown } from "./refusal.js";

export { AuditError, Auditor };

/**
 * @param {import("../index.d.ts").Source} source
 * @param {import("../index.d.ts").AuditOptions} [options]
 * @returns {Promise<import("../index.d.ts").Report>}
 */
export async function audit(source, options = {}) {
  return objects(await audited(source, options));
}

/**
 * @param {import("../index.d.ts").Source} source
 * @param {import("../index.d.ts").AuditOptions} [options]
 * @returns {AsyncGenerator<import("../index.d.ts").Examined, import("../index.d.ts").Report>}
 */
export async function* auditStream(source, options = {}) {
  await init();
  const auditor = new Auditor(options);
  try {
    let given = 0;
    for await (const _ of reading(auditor, source, options)) {
      for (const examined of auditor.drain()) {
        given += 1;
        yield examined;
      }
    }
    const report = auditor.finish();
    for (const conversation of report.conversations.slice(given)) {
      const detections = conversation.detections.flatMap((index) => report.detections[index] ?? []);
      yield { conversation, detections };
    }
    return report;
  } finally {
    auditor.free();
  }
}

/**
 * @param {Uint8Array | string} source
 * @param {import("../index.d.ts").Options} [options]
 * @param {string} [id]
 * @returns {import("../index.d.ts").Transcript}
 */
export function transcript(source, options = {}, id = undefined) {
  const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source;
  return JSON.parse(call((engine) => engine.transcript(bytes, engineOptions(options), id)));
}

/** What a body may be turned into. */
const TEXT_MODES = ["transcript", "innerText"];

/**
 * @param {string} html
 * @param {{ mode?: "transcript" | "innerText" }} [options]
 * @returns {string}
 */
export function htmlToText(html, { mode = "transcript" } = {}) {
  if (!TEXT_MODES.includes(mode)) throw new AuditError("bad-options", unknown("mode", mode, TEXT_MODES));
  return call((engine) => engine.htmlToText(html, mode === "innerText"));
}

/**
 * @param {string} text
 * @returns {import("../index.d.ts").Redacted}
 */
export function redact(text) {
  return JSON.parse(call((engine) => engine.redact(text)));
}

/** @type {import("../index.d.ts").Format[]} */
export const FORMATS = ["text", "json", "report", "markdown", "html", "csv", "sarif", "junit"];

/**
 * @param {import("../index.d.ts").Report} report
 * @param {import("../index.d.ts").Format} format
 * @returns {string}
 */
export function render(report, format) {
  if (!FORMATS.includes(format)) throw new AuditError("bad-options", unknown("format", format, FORMATS));
  return call((engine) => engine.render(JSON.stringify(report), format));
}

const COMPARISON_FORMATS = ["text", "markdown", "json"];

/**
 * @param {import("../index.d.ts").Report} before
 * @param {import("../index.d.ts").Report} after
 * @param {import("../index.d.ts").ComparisonFormat} [format]
 * @returns {any}
 */
export function compare(before, after, format) {
  if (format !== undefined && !COMPARISON_FORMATS.includes(format)) {
    throw new AuditError("bad-options", unknown("format", format, COMPARISON_FORMATS));
  }
  const reports = [before, after].map((report) => JSON.stringify(report));
  const result = call((engine) => engine.compare(reports[0] ?? "", reports[1] ?? "", format ?? "json"));
  return format === undefined ? JSON.parse(result) : result;
}

/** @returns {import("../index.d.ts").DetectorInfo[]} */
export function detectors() {
  /** @type {Record<string, any>} */
  const described = DESCRIBED;
  const all = call((engine) => engine.detectors());
  return all.map((/** @type {{ name: string }} */ meta) => ({ ...meta, ...described[meta.name] }));
}

/** @returns {string} */
export function version() {
  return call((engine) => engine.version());
}
