/** Finds the tools that building and testing need, and installs what is missing. */

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

const CARGO_BIN = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin");
/** Tools built for this project alone, so that nobody's own versions are replaced. */
const OWN_TOOLS = join(ROOT, ".tools");

/** rustup's cargo comes first: a distribution's often lacks the WebAssembly target. */
export const ENV = { ...process.env, PATH: [CARGO_BIN, process.env.PATH].join(delimiter) };

/** A problem that a sentence explains; scripts print it without a stack. */
export class Problem extends Error {}

/**
 * Runs a command in the project's root and shows its output; throws a Problem if it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
export function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: "inherit", env: { ...ENV, ...env } });
  if (error) throw new Problem(`${command} could not be started: ${error.message}`);
  if (status !== 0) throw new Problem(`${[command, ...args].join(" ")} failed.`);
}

/**
 * What a command prints, or null if there is no such command or it fails.
 * @param {string} command
 * @param {string[]} args
 */
export function output(command, args) {
  const { status, stdout } = spawnSync(command, args, { cwd: ROOT, encoding: "utf8", env: ENV });
  return status === 0 ? stdout.trim() : null;
}

/** Installs the npm packages of the lock file, unless exactly they are there. */
export function ensurePackages() {
  if (!packagesAreThere()) {
    console.log("Installing npm packages …");
    run("npm", ["ci"]);
  }
}

function packagesAreThere() {
  const installed = join(ROOT, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  const there = JSON.parse(readFileSync(installed, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) =>
      !path.startsWith("node_modules/") || optional || link || there[path]?.version === version,
  );
}

/**
 * Installs the toolchain that rust-toolchain.toml names, with its target.
 * @param {string} target
 */
export function ensureRust(target) {
  if (output("rustup", ["--version"]) === null) {
    throw new Problem("rustup is needed to build the core. Install it from https://rustup.rs and start again.");
  }
  // The first rustc after a clone makes rustup fetch the pinned toolchain.
  const libraries = output("rustc", ["--print", "target-libdir", "--target", target]);
  if (libraries === null || !existsSync(libraries)) {
    console.log("Installing the Rust toolchain …");
    run("rustup", ["target", "add", target]);
  }
}

/**
 * The path of wasm-bindgen in exactly this version, built from crates.io if it is not there.
 * @param {string} version
 */
export function ensureWasmBindgen(version) {
  const fits = (command) => output(command, ["--version"]) === `wasm-bindgen ${version}`;
  const own = join(OWN_TOOLS, "bin/wasm-bindgen");
  const found = ["wasm-bindgen", own].find(fits);
  if (found) return found;
  console.log(`Building wasm-bindgen ${version} (once; a few minutes) …`);
  run("cargo", ["install", "wasm-bindgen-cli", "--version", version, "--locked", "--root", OWN_TOOLS]);
  return own;
}

/**
 * The command line of npm's wasm-opt, checked to have this major version.
 * @param {string} version
 */
export function ensureWasmOpt(version) {
  const path = join(ROOT, "node_modules/binaryen/bin/wasm-opt");
  const found = output(process.execPath, [path, "--version"]);
  if (!found?.startsWith(`wasm-opt version ${version} `)) {
    throw new Problem(`wasm-pack.toml pins wasm-opt ${version}, but npm's binaryen has: ${found}`);
  }
  return path;
}

/** The browsers that the page's tests drive: the packages of each in Debian, and what its program is called. */
const BROWSERS = {
  chromium: { packages: ["chromium"], programs: ["chromium", "chromium-browser", "google-chrome"] },
  firefox: { packages: ["firefox-esr"], programs: ["firefox-esr", "firefox"] },
  webkit: { packages: ["webkit2gtk-driver", "xvfb", "xauth"], programs: ["WebKitWebDriver"] },
};

/**
 * The path of a browser, installed with apt-get if it is not there.
 * @param {"chromium" | "firefox" | "webkit"} name
 */
export function ensureBrowser(name) {
  const { packages, programs } = BROWSERS[name];
  const find = () => programs.map((program) => output("which", [program])).find(Boolean);
  const found = find();
  if (found) return found;
  console.log(`Installing ${packages.join(", ")} …`);
  const [command, ...prefix] = [...(process.getuid?.() === 0 ? [] : ["sudo", "-n"]), "apt-get"];
  try {
    run(command, [...prefix, "update", "-q"]);
    run(command, [...prefix, "install", "-q", "-y", "--no-install-recommends", ...packages]);
  } catch {
    // Said in one sentence below.
  }
  const installed = find();
  if (!installed) {
    throw new Problem(
      `The page's tests need ${name}: install it (on Debian: apt-get install ${packages.join(" ")}) and start again.`,
    );
  }
  return installed;
}

/**
 * Runs a script's main function; a Problem becomes one line and exit code 1.
 * @param {() => unknown} main
 */
export async function script(main) {
  try {
    await main();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    console.error(`\n${problem.message}`);
    process.exitCode = 1;
  }
}
