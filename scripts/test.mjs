/** Checks everything: installs what that needs, runs every step, and says at the end what passed and what failed. */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { ENV, ensureBrowser, ensurePackages, ensureRust, ROOT, run, script } from "./tools.mjs";

const CARGO = ["--locked", "--quiet"];
const WASM = "--target=wasm32-unknown-unknown";
const DENY = ["--", "-D", "warnings"];
// The documentation is for those who change the code: links to what is private are wanted.
const DOC = ["--", "--document-private-items", "-D", "warnings", "-A", "rustdoc::private-intra-doc-links"];
const node = (...args) => ["node", ...args];
const tool = (name, ...args) => [join(ROOT, "node_modules/.bin", name), ...args];

/** Groups of steps: `npm test` runs all, `npm test GROUP…` some. A step is a name and a command, or a function. */
const GROUPS = {
  // First, since types and tests look at what is built.
  build: {
    "the optimised core, within its budget": () => build(["wasm"]),
    "the page, within its budget": () => build(["page"]),
  },
  lint: {
    "Rust is formatted": ["cargo", "fmt", "--check"],
    "clippy, native": ["cargo", "clippy", ...CARGO, "--all-targets", ...DENY],
    "clippy, WebAssembly": ["cargo", "clippy", ...CARGO, WASM, "--lib", ...DENY],
    "the comparison of HTML parsers": ["cargo", "check", ...CARGO, "--manifest-path", "benches/html/Cargo.toml"],
    "Rust's documentation": ["cargo", "rustdoc", ...CARGO, "--lib", ...DOC],
    "JavaScript is formatted and clean": tool("biome", "ci", "--error-on-warnings", "."),
    "types of the package": tool("tsc"),
    "types of the page": tool("tsc", "--project", "www"),
    "lock file holds no addresses": checkLockFile,
  },
  core: {
    "the core's tests": ["cargo", "test", ...CARGO],
  },
  package: {
    "boundary of the optimised core": node("--test", "tests/boundary.mjs"),
    "command line": node("--test", "tests/cli.mjs"),
    "export from Intercom": node("--test", "tests/export.mjs"),
    "several workers": node("--test", "tests/helpers.mjs"),
    "package from its tarball": node("--test", "tests/package.mjs"),
    "workflows and action": node("--test", "tests/workflows.mjs"),
    "snippets of the documentation": node("--test", "tests/docs.mjs"),
    "hostile texts in every rendering": node("--test", "tests/hostile.mjs"),
    "hostile exports": node("--test", "tests/hostile-input.mjs"),
    "hostile message bodies": node("--test", "tests/hostile-html.mjs"),
  },
  page: {
    Chromium: () => playwright("chromium"),
    Firefox: () => playwright("firefox"),
    "WebKitGTK, where it can be had": webkit,
  },
};

function playwright(browser) {
  const path = ensureBrowser(browser);
  const [command, ...args] = tool("playwright", "test", `--project=${browser}`);
  run(command, args, { [`${browser.toUpperCase()}_PATH`]: path });
}

function webkit() {
  try {
    ensureBrowser("webkit");
  } catch (problem) {
    // The tests say what they skip.
    console.log(problem.message);
  }
  run("node", ["--test", "tests/webkit.mjs"]);
}

function checkLockFile() {
  const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  const addresses = Object.values(packages).filter(({ resolved }) => resolved?.includes("://"));
  if (addresses.length > 0) throw new Error(`package-lock.json names download addresses: ${addresses[0].resolved}`);
}

/** Runs one step; true if it passed. */
async function passes(name, step) {
  const begun = Date.now();
  console.log(`\n=== ${name}`);
  let isPassed = true;
  try {
    if (typeof step === "function") await step();
    else {
      const [command, ...args] = step;
      isPassed = spawnSync(command, args, { cwd: ROOT, stdio: "inherit", env: ENV }).status === 0;
    }
  } catch (problem) {
    console.error(problem.message);
    isPassed = false;
  }
  console.log(`--- ${isPassed ? "passed" : "FAILED"}: ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  return isPassed;
}

await script(async () => {
  const wanted = process.argv.slice(2);
  const strange = wanted.find((group) => !(group in GROUPS));
  if (strange) throw new Error(`There is no group "${strange}"; the groups are ${Object.keys(GROUPS).join(", ")}.`);
  ensurePackages();
  ensureRust("wasm32-unknown-unknown");
  if (!wanted.includes("build") && wanted.length > 0) await build(["wasm"]);

  const steps = Object.entries(GROUPS)
    .filter(([group]) => wanted.length === 0 || wanted.includes(group))
    .flatMap(([, steps]) => Object.entries(steps));
  const failed = [];
  for (const [name, step] of steps) if (!(await passes(name, step))) failed.push(name);

  console.log(`\n${steps.length - failed.length} passed, ${failed.length} failed`);
  for (const name of failed) console.log(`  failed: ${name}`);
  if (failed.length > 0) process.exitCode = 1;
});
