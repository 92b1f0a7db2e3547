/** An audit under way: sources go in piece by piece, and the report comes out at the end. */

import { chosen, examine } from "./custom.js";
import { AuditError, call, init } from "./engine.js";
import { helpersOf } from "./helping.js";
import { engineOptions } from "./options.js";
import { filesOf } from "./source.js";

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
    return objects(this.conclude());
  }

  /** The report as the engine holds it; the caller frees it. */
  conclude() {
    this.end();
    const analyzer = this.#take();
    return call(() => analyzer.finish());
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
 * The objects of a report that the engine holds, which is freed.
 * @param {import("../dist/analyzer.js").Report} report
 * @returns {import("../index.d.ts").Report}
 */
export function objects(report) {
  try {
    return call(() => report.value());
  } finally {
    report.free();
  }
}

/**
 * Audits a source. The report is the one that the engine holds, without the objects that it could be made into; the caller
 * frees it.
 * @param {import("../index.d.ts").Source} source
 * @param {import("../index.d.ts").AuditOptions} options
 */
export async function audited(source, options) {
  await init();
  const auditor = new Auditor(options);
  try {
    for await (const _ of reading(auditor, source, options));
    return auditor.conclude();
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
export async function* reading(auditor, source, options) {
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
