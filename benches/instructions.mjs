// Counts the instructions of an audit, which do not depend on what else a machine does, and fails when there are more than
// the budget allows. Needs valgrind; without it a sentence says so.
//
// npm run instructions
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ENV, ROOT, run } from "../scripts/tools.mjs";
import { write } from "./generate.mjs";

const MEGABYTES = 2;
const { per_byte, to_begin } = JSON.parse(readFileSync(new URL("instructions.json", import.meta.url), "utf8"));

if (spawnSync("valgrind", ["--version"]).status !== 0) {
  console.log("Instructions are not counted: valgrind is not here.");
  process.exit();
}

const folder = join(tmpdir(), "chatbot-audit-bench");
const file = join(folder, `${MEGABYTES}.json`);
mkdirSync(folder, { recursive: true });
await write(MEGABYTES * 1e6, file, "compact");
run("cargo", ["build", "--release", "--locked", "--quiet", "--example", "audit"]);

const once = counted(1);
const again = counted(2) - once;
const each = again / statSync(file).size;
const begin = (once - again) / 1e6;
console.log(`${each.toFixed(1)} instructions a byte (budget ${per_byte}).`);
console.log(`${begin.toFixed(1)} million to begin with, for words and tables (budget ${to_begin}).`);
if (each > per_byte || begin > to_begin) {
  console.error("That is more than benches/instructions.json allows.");
  process.exitCode = 1;
}

/** Instructions of a process that audits the file so many times. */
function counted(times) {
  const program = join(ENV.CARGO_TARGET_DIR ?? join(ROOT, "target"), "release/examples/audit");
  const command = ["--tool=callgrind", "--callgrind-out-file=/dev/null", "--log-fd=1", program, file, `${times}`];
  const said = execFileSync("valgrind", command, { encoding: "utf8" });
  const count = /Collected : (\d+)/.exec(said)?.[1];
  if (!count) throw new Error(`Valgrind gave no count:\n${said}`);
  return Number(count);
}
