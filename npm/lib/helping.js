/** Where an audit of this package has its helpers from, and what one does. */

import { call } from "./engine.js";
import { Helpers } from "./helpers.js";
import { engineOptions } from "./options.js";

/** How helpers are started here, and how many workers there may be beside each other; one if nobody said. */
let helping = { start: /** @type {import("./helpers.js").Start | null} */ (null), workers: 1 };

/**
 * @param {import("./helpers.js").Start} start
 * @param {number} workers
 */
export function setHelpers(start, workers) {
  helping = { start, workers };
}

/**
 * Helpers for an audit; null where there are none, or where detectors of the caller run, which are functions of this side.
 * @param {import("./helpers.js").Leader} auditor
 * @param {import("../index.d.ts").AuditOptions} options
 */
export function helpersOf(auditor, options) {
  const { customDetectors = [], workers = helping.workers } = options;
  if (!helping.start || customDetectors.length > 0 || workers < 2) return null;
  return new Helpers(auditor, helping.start, { do: "help", options: engineOptions(options) }, workers);
}

/**
 * What a helper does, for the worker that is one.
 * @param {object} options
 */
export function helper(options) {
  return call((engine) => new engine.Helper(options));
}
