/** Builds the core (`wasm`) and the page (`page`), or both, from wasm-pack.toml; skips what has not changed. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { describeDetectors } from "./detectors.mjs";
import {
  ENV,
  ensurePackages,
  ensureRust,
  ensureWasmBindgen,
  ensureWasmOpt,
  Problem,
  ROOT,
  run,
  script,
} from "./tools.mjs";

/** Each part: what it is made from, what must be there afterwards, and how it is made. */
const PARTS = {
  wasm: {
    inputs: [
      "src",
      "Cargo.toml",
      "Cargo.lock",
      "rust-toolchain.toml",
      "wasm-pack.toml",
      "scripts/build.mjs",
      "scripts/detectors.mjs",
    ],
    outputs: ["npm/dist/analyzer.js", "npm/dist/analyzer_bg.wasm", "npm/dist/detectors.js"],
    make: buildWasm,
  },
  page: {
    inputs: ["www", "npm", "package-lock.json", "wasm-pack.toml", "scripts/build.mjs"],
    outputs: ["dist/page/index.html"],
    make: buildPage,
  },
};

/**
 * Builds these parts in this order.
 * @param {string[]} names
 */
export async function build(names) {
  ensurePackages();
  const { parse } = await import("smol-toml");
  const config = parse(readFileSync(join(ROOT, "wasm-pack.toml"), "utf8"));
  for (const name of names) {
    const part = PARTS[name];
    if (!part) throw new Problem(`There is no part "${name}"; the parts are ${Object.keys(PARTS).join(" and ")}.`);
    const stamp = join(ROOT, `dist/.stamps/${name}`);
    const state = hash(part.inputs);
    const isThere = part.outputs.every((path) => existsSync(join(ROOT, path)));
    if (isThere && existsSync(stamp) && readFileSync(stamp, "utf8") === state) continue;
    part.make(config);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, state);
  }
}

function buildWasm({ build, tools, budget }) {
  ensureRust(build.target);
  const wasmBindgen = ensureWasmBindgen(tools["wasm-bindgen"]);
  const wasmOpt = ensureWasmOpt(tools["wasm-opt"]);

  console.log("Building the core …");
  const flags = [
    `-Ctarget-feature=${build["target-features"].join(",")}`,
    ...build["llvm-args"].map((arg) => `-Cllvm-args=${arg}`),
    // Without these the builder's home would be in the binary, and no two machines would build the same bytes.
    `--remap-path-prefix=${ENV.CARGO_HOME ?? join(ENV.HOME ?? "", ".cargo")}/registry/src=crates`,
    `--remap-path-prefix=${ROOT}=.`,
  ];
  run("cargo", ["build", "--lib", "--locked", "--target", build.target, "--profile", build.profile], {
    CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f"),
  });

  const raw = join(ENV.CARGO_TARGET_DIR ?? join(ROOT, "target"), build.target, build.profile, "chatbot_audit.wasm");
  const out = join(ROOT, build["out-dir"]);
  rmSync(out, { recursive: true, force: true });
  const names = ["--target", build.bindings, "--out-dir", out, "--out-name", build["out-name"]];
  run(wasmBindgen, [raw, ...names, ...build["wasm-bindgen"]]);

  const wasm = join(out, `${build["out-name"]}_bg.wasm`);
  run(process.execPath, [wasmOpt, wasm, ...build["wasm-opt"], "--output", wasm]);
  const described = JSON.stringify(describeDetectors(), null, 1);
  writeFileSync(
    join(out, "detectors.js"),
    `/** Made by scripts/detectors.mjs. */\nexport const DESCRIBED = ${described};\n`,
  );
  checkBudget("The core", [wasm], budget.wasm);
}

function buildPage({ budget }) {
  console.log("Building the page …");
  run(process.execPath, ["node_modules/vite/bin/vite.js", "build", "www", "--outDir", "../dist/page", "--emptyOutDir"]);
  checkBudget("The page", filesUnder("dist/page"), budget.page);
}

function checkBudget(what, files, budget) {
  const size = files.reduce((sum, path) => sum + gzipSync(readFileSync(path), { level: 9 }).length, 0);
  const [is, may] = [size, budget].map((bytes) => `${(bytes / 1024).toFixed(1)} KB`);
  if (size > budget) throw new Problem(`${what} has ${is} compressed; its budget in wasm-pack.toml is ${may}.`);
  console.log(`${what}: ${is} compressed (budget ${may}).`);
}

/** One hash for all files at and below these paths. */
function hash(paths) {
  const sum = createHash("sha256");
  for (const file of paths.flatMap(filesUnder)) {
    sum
      .update(`${relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  return sum.digest("hex");
}

/** The files at or below a path of the project, as absolute paths in a fixed order. */
function filesUnder(path) {
  const absolute = join(ROOT, path);
  if (!existsSync(absolute)) return [];
  if (statSync(absolute).isFile()) return [absolute];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

if (import.meta.filename === process.argv[1]) {
  const names = process.argv.slice(2);
  await script(() => build(names.length > 0 ? names : Object.keys(PARTS)));
}
