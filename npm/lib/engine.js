/** The WebAssembly instance: loading it, calling it, and throwing it away after a crash. */

import loadGlue, * as glue from "../dist/analyzer.js";

/** An error with the stable `code` that programs can act on. */
export class AuditError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {ErrorOptions & {offset?: number | null}} [more]
   */
  constructor(code, message, { offset = null, ...options } = {}) {
    super(message, options);
    this.name = "AuditError";
    this.code = code;
    /** The byte of the input at which it was noticed, or null. */
    this.offset = offset;
  }
}

/** @type {unknown} */
let standard;
/** @type {Promise<void> | null} */
let loading = null;
let isLoaded = false;

/**
 * Where the .wasm comes from unless `init` is told otherwise.
 * @param {unknown} source
 */
export function setStandardSource(source) {
  standard = source;
}

/** @param {BufferSource | WebAssembly.Module} module */
export function loadSync(module) {
  glue.initSync({ module });
  isLoaded = true;
}

/**
 * Loads the engine; the first call decides from where.
 * @param {any} [source]
 * @returns {Promise<void>}
 */
export async function init(source = standard) {
  if (isLoaded) return;
  loading ??= loadGlue({ module_or_path: source }).then(() => {
    isLoaded = true;
  });
  try {
    await loading;
  } finally {
    loading = null;
  }
}

/**
 * Calls into the engine. Errors come out as AuditErrors; a crash costs the instance, and a fresh one is made.
 * @template T
 * @param {(engine: typeof glue) => T} work
 * @returns {T}
 */
export function call(work) {
  if (!isLoaded) throw new AuditError("not-loaded", "The engine is not loaded yet: await init() first.");
  try {
    return work(glue);
  } catch (problem) {
    if (problem instanceof AuditError) throw problem;
    if (problem instanceof WebAssembly.RuntimeError || problem instanceof RangeError) {
      glue.__wbg_reset_state();
      const message = "The engine stopped unexpectedly. This is a defect; please report what it was given.";
      throw new AuditError("crash", message, { cause: problem });
    }
    const { code, message, offset } = /** @type {AuditError} */ (problem);
    if (/** @type {string} */ (code) === "ERR_STRING_TOO_LONG") {
      throw new AuditError("too-large", "The report is longer than a text can be here. Split the export by time.");
    }
    throw code ? new AuditError(code, message, { offset }) : problem;
  }
}
