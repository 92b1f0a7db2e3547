/** Builds twice from nothing, in two folders, and compares every file byte by byte: what is published can be checked by anybody. */

import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { output, Problem, ROOT, run, script } from "./tools.mjs";

const BUILT = ["npm/dist", "dist/page"];

/** The hash of every built file, after a build in a new folder. @param {string} name */
function built(name) {
  const folder = mkdtempSync(join(tmpdir(), name));
  try {
    const files = output("git", ["-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    if (files === null) throw new Problem("A reproducible build begins at a git checkout.");
    for (const file of files.split("\0").filter(Boolean)) cpSync(join(ROOT, file), join(folder, file));
    run("npm", ["ci", "--prefix", folder, "--no-audit", "--no-fund", "--silent"]);
    run(process.execPath, [join(folder, "scripts/build.mjs")], { CARGO_TARGET_DIR: join(folder, "target") });
    const paths = BUILT.flatMap((part) =>
      readdirSync(join(folder, part), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)),
    );
    const hash = (path) =>
      createHash("sha256")
        .update(readFileSync(join(folder, path)))
        .digest("hex");
    return Object.fromEntries(paths.sort().map((path) => [path, hash(path)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await script(() => {
  const first = built("a-");
  const second = built("another-folder-with-a-longer-name-");
  const differing = Object.keys({ ...first, ...second }).filter((path) => first[path] !== second[path]);
  for (const [path, hash] of Object.entries(first)) console.log(`${hash}  ${path}`);
  if (differing.length > 0) throw new Problem(`Two builds differ in ${differing.join(", ")}.`);
  console.log("Two builds in different folders are equal.");
});
