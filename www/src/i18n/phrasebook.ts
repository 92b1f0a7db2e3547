/** Sentences of one language in another, by patterns. */

export type Translator = (english: string) => string | undefined;

const HOLE = /\{\}|(?<!\*)\*(?!\*)|#/g;
const FITS: Record<string, string> = { "{}": "(.+)", "*": "(.*)", "#": "([\\d.–]+)" };

/**
 * A translator by a list of patterns, of which the first that fits counts. `{}` stands for words of the list or for what `others`
 * know, `*` alone for a name, number or value that stays as it is, `#` for a number that gets a decimal comma.
 */
export function phrasebook(phrases: Record<string, string>, others: Translator = () => undefined): Translator {
  const whole = new Map(Object.entries(phrases));
  const patterns = Object.entries(phrases).map(([english, other]) => {
    const holes = english.match(HOLE) ?? [];
    const words = english.split(HOLE);
    const parts = words.map((part) => part.replace(/[.(){}*+?|^$[\]\\]/g, "\\$&"));
    const fits = parts.map((part, index) => part + (FITS[holes[index] ?? ""] ?? "")).join("");
    return { beginning: words[0] ?? "", fits: new RegExp(`^${fits}$`, "s"), holes, other };
  });
  const translate: Translator = (english) => {
    const known = whole.get(english);
    if (known !== undefined) return known;
    for (const { beginning, fits, holes, other } of patterns) {
      // Most are told apart by this, in a hundredth of the time.
      if (!english.startsWith(beginning)) continue;
      const parts = fits.exec(english)?.slice(1);
      const said = parts?.map((part, index) => {
        if (holes[index] === "{}") return translate(part);
        return holes[index] === "#" ? part.replaceAll(".", ",") : part;
      });
      if (said?.every((part) => part !== undefined)) return other.replace(HOLE, () => said.shift() ?? "");
    }
    return others(english);
  };
  return translate;
}
