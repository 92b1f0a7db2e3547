/** Sentences on stderr: text from a file in them can neither steer the terminal nor begin a line. */

/** Control characters, and the invisible ones that turn the direction of writing. */
const STEERING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out.
  /[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const BREAKS = /[\t-\r\u2028\u2029]+/g;

/** @param {string} sentence */
export function say(sentence) {
  console.error(sentence.replace(BREAKS, " ").replace(STEERING, ""));
}
