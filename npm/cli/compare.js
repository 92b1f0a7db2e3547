/** The command `compare`: what changed between two reports. */

import { UsageError } from "./flags.js";

/** @type {Record<string, import("./flags.js").Flag>} */
export const COMPARE_FLAGS = {};

/** @param {Record<string, any>} _flags @param {string[]} _names @returns {Promise<number>} */
export async function compareReports(_flags, _names) {
  throw new UsageError("compare");
}
