/** What the detectors' sources say of themselves, for readers of the package: their documentation and their thresholds. */

import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT } from "./tools.mjs";

const FOLDER = join(ROOT, "src/detectors");
/** Its threshold holds for every detector. */
const SHARED = "confidence.rs";

/** Rust's links to other items lead nowhere outside of its documentation. */
const withoutLinks = (text) => text.replace(/\[(`[^`]+`)\]/g, "$1");

/** The module's documentation, in Markdown. */
function docsOf(source) {
  const lines = [...source.matchAll(/^\/\/! ?(.*)$/gm)].map(([, line]) => line);
  return withoutLinks(lines.join("\n"));
}

/** The constants that are numbers, each with the comment above it; one without a comment shares that of the one before. */
function thresholdsOf(source) {
  const found = [...source.matchAll(/((?:^\/\/\/ .*\n)*)^(?:pub )?const (\w+): \w+ = ([\d_.]+);$/gm)];
  let meaning = "";
  return found.map(([, comment, name, value]) => {
    if (comment)
      meaning = withoutLinks(
        comment
          .replace(/^\/\/\/ /gm, "")
          .trim()
          .replaceAll("\n", " "),
      );
    return { name, value: Number(value.replaceAll("_", "")), meaning };
  });
}

/** By the name of each detector: `{ docs, thresholds }`. */
export function describeDetectors() {
  const read = (file) => readFileSync(join(FOLDER, file), "utf8");
  const isDetector = (file) => /^impl Detector for /m.test(read(file));
  const describe = (file) => [
    basename(file, ".rs"),
    { docs: docsOf(read(file)), thresholds: [SHARED, file].flatMap((path) => thresholdsOf(read(path))) },
  ];
  return Object.fromEntries(readdirSync(FOLDER).filter(isDetector).sort().map(describe));
}
