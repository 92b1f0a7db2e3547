/** Sentences that refuse a name or a value, and say what would have been right. */

/**
 * A refusal that names the nearest known name, or lists all when none is near.
 * @param {string} kind  what the name is, such as "option"
 * @param {string} name
 * @param {readonly string[]} known
 */
export function unknown(kind, name, known) {
  const [best] = known.map((one) => ({ one, distance: distance(name, one) })).sort((a, b) => a.distance - b.distance);
  // A third of the letters may be wrong; beyond that a guess would mislead.
  const isNear = best && best.distance <= Math.max(1, Math.floor(Math.max(name.length, best.one.length) / 3));
  return `There is no ${kind} "${name}"; ${isNear ? `did you mean "${best.one}"?` : `choose from ${known.join(", ")}.`}`;
}

/** How much of a wrong value is shown. */
const SHOWN = 80;

/**
 * A refusal of a value.
 * @param {string} what  what holds the value, such as "The option bots"
 * @param {string} expected
 * @param {unknown} value
 */
export function unfit(what, expected, value) {
  const isPlain = typeof value === "string" || Array.isArray(value);
  const shown = isPlain ? JSON.stringify(value) : String(value);
  return `${what} must be ${expected}, and not ${shown.length > SHOWN ? `${shown.slice(0, SHOWN)}…` : shown}.`;
}

/**
 * How many letters were forgotten, added, mistaken, or swapped with their neighbour.
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  /** @type {number[]} */
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwapped ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(changed, at(row, j) + 1, at(next, j - 1) + 1, swapped));
    }
    [before, row] = [row, next];
  }
  return at(row, b.length);
}

/** @param {number[]} row @param {number} index */
function at(row, index) {
  return /** @type {number} */ (row[index]);
}
