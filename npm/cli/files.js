/** Files, folders, patterns and stdin as named streams of bytes. */

import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { UsageError } from "./flags.js";
import { isZip, zipEntries } from "./zip.js";

/** What is taken from a folder; anything may be named directly. */
const EXPORT_NAME = /\.(json|jsonl|ndjson|csv|gz|zip)$/i;

/**
 * @typedef {{ name: string, size: number | null, stream: () => AsyncIterable<Uint8Array> }} Input
 *   `size` counts the bytes that `stream` gives, null where that is not known.
 */

/**
 * Everything that the arguments name, in their order; folders and archives are opened.
 * @param {string[]} names
 * @returns {Input[]}
 */
export function inputs(names) {
  /** @type {Input[]} */
  const found = [];
  for (const name of names) {
    if (name === "-") found.push({ name: "stdin", size: null, stream: () => process.stdin });
    else for (const path of paths(name)) found.push(...opened(path));
  }
  return found;
}

/** @param {string} path @returns {Input[]} */
function opened(path) {
  const stats = statSync(path);
  // A pipe gives its bytes once, and its size is not known.
  const size = stats.isFile() ? stats.size : null;
  try {
    if (size !== null && isZip(path)) return zipEntries(path);
  } catch (problem) {
    if (problem instanceof UsageError) throw problem;
    throw new UsageError(`${path} cannot be read: ${/** @type {Error} */ (problem).message}`);
  }
  return [{ name: path, size, stream: () => createReadStream(path, { highWaterMark: 1 << 20 }) }];
}

/** @param {string} name @returns {string[]} */
function paths(name) {
  if (!existsSync(name)) {
    const matches = /[*?{]/.test(name) ? glob(name) : [];
    if (matches.length > 0) return matches;
    throw new UsageError(`There is no file "${name}".`);
  }
  if (!statSync(name).isDirectory()) return [name];
  const exports = filesBelow(name).filter((path) => EXPORT_NAME.test(path));
  if (exports.length === 0)
    throw new UsageError(`The folder "${name}" holds no export (.json, .jsonl, .ndjson, .csv, .gz, .zip).`);
  return exports;
}

/**
 * The files that fit a shell pattern with `*`, `**`, `?` and `{a,b}`, for shells that do not expand it.
 * @param {string} pattern
 */
function glob(pattern) {
  const parts = pattern.split(/[\\/]/);
  const wild = parts.findIndex((part) => /[*?{]/.test(part));
  const base = parts.slice(0, wild).join(sep) || (pattern.startsWith("/") ? sep : ".");
  if (!existsSync(base)) return [];
  const expression = parts
    .slice(wild)
    .join("/")
    .replace(/\*\*\/|[*?{},.+^$()|[\]\\]/g, (symbol) => {
      const meaning = { "**/": "(?:.*/)?", "*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")", ",": "|" };
      return meaning[/** @type {keyof typeof meaning} */ (symbol)] ?? `\\${symbol}`;
    });
  const fits = new RegExp(`^${expression}$`);
  return filesBelow(base).filter((path) => fits.test(relativeTo(base, path)));
}

/** @param {string} base @param {string} path */
function relativeTo(base, path) {
  return (base === "." ? path : path.slice(base === sep ? 1 : base.length + 1)).split(sep).join("/");
}

/** @param {string} folder */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
