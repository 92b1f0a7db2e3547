/** The engine in a worker of its own, for pages that must stay responsive: the client's side. */

import { AuditError } from "./engine.js";

/** @typedef {{ resolve: (value: any) => void, reject: (problem: unknown) => void, onProgress?: (progress: any) => void }} Job */

export class AuditWorker {
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Map<number, Job>} */
  #jobs = new Map();
  #next = 0;

  /**
   * @param {import("../index.d.ts").Source} source
   * @param {import("../index.d.ts").AuditOptions} [options]
   * @returns {Promise<import("../index.d.ts").Report>}
   */
  async audit(source, { onProgress, signal, ...options } = {}) {
    signal?.throwIfAborted();
    if ("customDetectors" in options) {
      const reason =
        "The option customDetectors holds functions, which cannot be sent to a worker; use audit() instead.";
      throw new AuditError("bad-options", reason);
    }
    // The engine does not look up while it reads; only ending the worker stops it at once.
    const stop = () => this.#end(signal?.reason);
    signal?.addEventListener("abort", stop);
    try {
      return await this.#ask("audit", [source, options], onProgress);
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  /**
   * @param {Blob} file
   * @param {{ start: number, end: number }} row
   * @param {import("../index.d.ts").Options} [options]
   * @returns {Promise<import("../index.d.ts").Transcript>}
   */
  async transcript(file, { start, end }, options = {}) {
    const bytes = new Uint8Array(await file.slice(start, end).arrayBuffer());
    return this.#ask("transcript", [bytes, options]);
  }

  /**
   * @param {import("../index.d.ts").Report} report
   * @param {import("../index.d.ts").Format} format
   * @returns {Promise<string>}
   */
  render(report, format) {
    return this.#ask("render", [report, format]);
  }

  terminate() {
    this.#end(new AuditError("terminated", "The worker was ended."));
  }

  /**
   * @param {string} method
   * @param {unknown[]} args
   * @param {(progress: any) => void} [onProgress]
   * @returns {Promise<any>}
   */
  #ask(method, args, onProgress) {
    const worker = this.#start();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#jobs.set(id, { resolve, reject, onProgress });
      worker.postMessage({ id, method, args });
    });
  }

  #start() {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL("./worker-host.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data: { id, progress, value, problem } }) => {
      const job = this.#jobs.get(id);
      if (!job) return;
      if (progress) return job.onProgress?.(progress);
      this.#jobs.delete(id);
      if (problem) job.reject(new AuditError(problem.code, problem.message, { offset: problem.offset }));
      else job.resolve(value);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#end(new AuditError("crash", `The worker stopped unexpectedly: ${event.message}`));
    };
    this.#worker = worker;
    return worker;
  }

  /** Ends the worker; what it had to do is rejected, and the next call starts a fresh one. @param {unknown} reason */
  #end(reason) {
    this.#worker?.terminate();
    this.#worker = null;
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    for (const { reject } of jobs) reject(reason);
  }
}
