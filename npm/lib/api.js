/** The package's functions, the same in every environment. */

import { DESCRIBED } from "../dist/detectors.js";
import { chosen, examine } from "./custom.js";
import { AuditError, call, init } from "./engine.js";
import { helpersOf } from "./helping.js";
import { engineOptions } from "./options.js";
import { unknown } from "./refusal.js";
import { filesOf } from "./source.js";

export { AuditError };

/** Reads exports piece by piece and gives the report at the end. */
export class Auditor {
  /** @type {import("../dist/analyzer.js").Analyzer | null} */
  #analyzer;
  #isInFile = false;

  /** @param {import("../index.d.ts").AuditorOptions} [options] */
  constructor(options = {}) {
    const known = engineOptions(options);
    this.#analyzer = call((engine) => {
      const builtIn = engine.detectors().map((/** @type {{ name: string }} */ { name }) => name);
      const custom = chosen(options, builtIn);
      if (custom.length === 0) return new engine.Analyzer(known);
      const names = custom.map(({ name }) => name);
      return new engine.Analyzer(known, names, (/** @type {string} */ json) => examine(custom, json));
    });
  }

  /** @param {string} name */
  begin(name) {
    this.end();
    this.#call((analyzer) => analyzer.begin(name));
    this.#isInFile = true;
  }

  /** @param {Uint8Array} bytes */
  push(bytes) {
    if (!this.#isInFile) this.begin("input");
    this.#call((analyzer) => analyzer.push(bytes));
  }

  end() {
    if (this.#isInFile) this.#call((analyzer) => analyzer.end());
    this.#isInFile = false;
  }

  /** @param {string} reason */
  breakOff(reason) {
    if (this.#isInFile) this.#call((analyzer) => analyzer.breakOff(reason));
    this.#isInFile = false;
  }

  /** For Helpers. */
  share() {
    this.#call((analyzer) => analyzer.share());
  }

  /** For Helpers. */
  batch() {
    return this.#call((analyzer) => analyzer.batch());
  }

  /** For Helpers. @param {number} batch @param {Uint8Array} [answers] */
  settle(batch, answers) {
    this.#call((analyzer) => analyzer.settle(batch, answers));
  }

  /** @returns {import("../index.d.ts").Examined[]} */
  drain() {
    return JSON.parse(this.#call((analyzer) => analyzer.drain()));
  }

  /** @returns {import("../index.d.ts").Report} */
  finish() {
    this.end();
    const analyzer = this.#take();
    const report = call(() => analyzer.finish());
    try {
      return call(() => report.value());
    } finally {
      report.free();
    }
  }

  free() {
    if (this.#analyzer) this.#take().free();
  }

  /**
   * @template T
   * @param {(analyzer: import("../dist/analyzer.js").Analyzer) => T} work
   */
  #call(work) {
    const analyzer = this.#analyzer;
    if (!analyzer) throw new AuditError("finished", "This audit has ended; begin a new one.");
    try {
      return call(() => work(analyzer));
    } catch (problem) {
      // Only an instance that still stands can be given its memory back.
      if (problem instanceof AuditError && problem.code !== "crash") this.free();
      this.#analyzer = null;
      throw problem;
    }
  }

  #take() {
    const analyzer = this.#analyzer;
    if (!analyzer) throw new AuditError("finished", "This audit has ended; begin a new one.");
    this.#analyzer = null;
    return analyzer;
  }
}

/**
 * @param {import("../index.d.ts").Source} source
 * @param {import("../index.d.ts").AuditOptions} [options]
 * @returns {Promise<import("../index.d.ts").Report>}
 */
export async function audit(source, options = {}) {
  await init();
  const auditor = new Auditor(options);
  try {
    for await (const _ of reading(auditor, source, options));
    return auditor.finish();
  } finally {
    auditor.free();
  }
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
 * Reads all files of a source into an auditor; yields after each chunk and each file.
 * @param {Auditor} auditor
 * @param {import("../index.d.ts").Source} source
 * @param {import("../index.d.ts").AuditOptions} options
 * @returns {AsyncGenerator<void>}
 */
async function* reading(auditor, source, options) {
  const { onProgress, signal } = options;
  let bytes = 0;
  const files = filesOf(source, (count) => {
    bytes += count;
  });
  const sizes = files.map((file) => file.size);
  const total = sizes.includes(null) ? null : sizes.reduce((sum, size) => (sum ?? 0) + (size ?? 0), 0);
  const helpers = helpersOf(auditor, options);
  try {
    for (const file of files) {
      const before = bytes;
      auditor.begin(file.name);
      try {
        for await (const chunk of file.chunks) {
          signal?.throwIfAborted();
          auditor.push(chunk);
          helpers?.grow(file.size ?? bytes - before);
          await helpers?.deal();
          onProgress?.({ bytes, total });
          yield;
        }
        await helpers?.settled();
      } catch (problem) {
        if (!(problem instanceof AuditError && problem.code === "unreadable")) throw problem;
        auditor.breakOff(problem.message);
      }
      auditor.end();
      yield;
    }
  } finally {
    helpers?.end();
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
