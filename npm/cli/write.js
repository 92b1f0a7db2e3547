/** Where a result goes: stdout, or a file that is never seen half written. */

import { closeSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { UsageError } from "./flags.js";

/** The severity at the start of a finding's line, and its colour on a terminal. */
const TAG = /^ {2}\[(LOW|MEDIUM|HIGH|CRITICAL) *\]/gm;
const COLOURS = { LOW: 36, MEDIUM: 33, HIGH: 31, CRITICAL: 35 };

/**
 * @param {(give: (piece: string) => void) => void} make  gives the result, piece by piece
 * @param {string | undefined} path  stdout without it
 */
export function write(make, path) {
  if (path === undefined) {
    const shown = hasColours() ? coloured : String;
    make((piece) => void process.stdout.write(shown(piece)));
    return;
  }
  const aside = `${path}.${process.pid}.part`;
  // With a listener, Ctrl-C waits until the file is whole.
  const wait = () => {};
  process.on("SIGINT", wait);
  try {
    const file = openSync(aside, "w");
    try {
      make((piece) => writeFileSync(file, piece));
    } finally {
      closeSync(file);
    }
    renameSync(aside, path);
  } catch (problem) {
    rmSync(aside, { force: true });
    throw new UsageError(`${path} cannot be written: ${/** @type {Error} */ (problem).message}`);
  } finally {
    process.off("SIGINT", wait);
  }
}

function hasColours() {
  return process.stdout.isTTY && process.stdout.hasColors() && !process.env.NO_COLOR;
}

/** @param {string} content */
function coloured(content) {
  return content.replace(
    TAG,
    (tag, word) => `\x1b[${COLOURS[/** @type {keyof typeof COLOURS} */ (word)]}m${tag}\x1b[0m`,
  );
}
