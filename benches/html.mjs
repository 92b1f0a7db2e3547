// Measures HTML to text beside DOMParser, html5ever, html5gum and regular expressions in Python, on the same bodies in one run.
//
// node benches/html.mjs [EXPORT] [RUNS], or as a part of `npm run bench`
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ENV, ensureWasmOpt, output, ROOT } from "../scripts/tools.mjs";
import { bodies, random } from "../tests/html/bodies.mjs";
import { BROWSER, launch } from "./chromium.mjs";

/** Stands between two bodies of a batch; the Rust and Python halves know it too. */
const SEPARATOR = "\x1e";
/** Milliseconds after which a browser has compiled what it runs in earnest. */
const WARM = 2000;
/** Milliseconds of one measurement: a batch takes some, in which a process that has just been woken says little. */
const LEAST = 300;
const CRATE = ["--manifest-path", join(ROOT, "benches/html/Cargo.toml"), "--release", "--locked", "--quiet"];
const WASM = "wasm32-unknown-unknown";

/** Rows of seconds for each kind of body: the chat bodies of the oracle, and those of a generated export. */
export async function htmlRows(file, runs) {
  const chat = Array.from({ length: 2000 }, bodies(random(1)).chat);
  const exported = bodiesOf(JSON.parse(readFileSync(file, "utf8"))).filter((body) => body.includes("<"));
  const rows = [];
  const browser = await inChromium(wasm());
  try {
    for (const [kind, list] of Object.entries({ "chat bodies": chat, "bodies of the export": exported })) {
      const batch = list.join(SEPARATOR);
      const measured = {};
      await browser.warm(batch);
      // In turns, so that all share the machine's moods.
      for (let turn = 0; turn < runs; turn++) {
        for (const [what, seconds] of Object.entries({ ...(await browser.measure(batch)), ...inProcesses(batch) })) {
          measured[what] ??= [];
          measured[what].push(seconds);
        }
      }
      const bytes = Buffer.byteLength(batch);
      for (const [what, seconds] of Object.entries(measured)) rows.push({ kind, what, seconds, bytes });
    }
  } finally {
    await browser.close();
  }
  return rows;
}

/** Every `body` of an export. */
function bodiesOf(value) {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "body" && typeof inner === "string" ? [inner] : bodiesOf(inner),
  );
}

/** The conversion alone as an optimised module; null, with a sentence, where it cannot be built. */
function wasm() {
  const folder = mkdtempSync(join(tmpdir(), "chatbot-audit-html-"));
  try {
    const module = join(folder, "html.wasm");
    const target = join(ROOT, "benches/html/target");
    ENV.RUSTFLAGS = "-Ctarget-feature=+simd128";
    const built = output("cargo", ["build", ...CRATE, "--lib", "--target", WASM, "--target-dir", target]);
    delete ENV.RUSTFLAGS;
    const raw = join(target, WASM, "release/html_bench.wasm");
    const optimised = output(process.execPath, [ensureWasmOpt("132"), raw, "-O3", "--strip-debug", "--output", module]);
    if (built === null || optimised === null) {
      console.log("HTML to text in WebAssembly is left out: its module could not be built.");
      return null;
    }
    const bytes = readFileSync(module);
    console.log(
      `HTML to text alone is a module of ${(gzipSync(bytes, { level: 9 }).length / 1024).toFixed(1)} KB compressed.`,
    );
    return bytes;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Measures the conversion in WebAssembly beside the browser's own parser, both in Chromium; nothing where there is none. */
async function inChromium(module) {
  if (!BROWSER || !module) {
    console.log("DOMParser and HTML to text in WebAssembly are left out: Chromium is not here.");
    return { warm: async () => {}, measure: async () => ({}), close: async () => {} };
  }
  const browser = await launch();
  const page = await browser.newPage();
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const { instance } = await WebAssembly.instantiate(bytes);
    const { memory, room, run } = instance.exports;
    window.works = {
      "own, WebAssembly in Chromium": ({ bytes }) => {
        const at = room(bytes.length);
        new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
        return run();
      },
      "DOMParser + textContent, Chromium": ({ list }) => {
        const parser = new DOMParser();
        let length = 0;
        for (const body of list) length += parser.parseFromString(body, "text/html").body.textContent.length;
        return length;
      },
    };
  }, module.toString("base64"));
  const measure = (batch, least = LEAST) =>
    page.evaluate(
      ([batch, separator, least]) => {
        // Each has what it would be given: an audit has bytes, a page has strings.
        const given = { bytes: new TextEncoder().encode(batch), list: batch.split(separator) };
        const seconds = {};
        for (const [name, work] of Object.entries(window.works)) {
          const began = performance.now();
          let times = 0;
          for (; performance.now() - began < least; times++) work(given);
          seconds[name] = (performance.now() - began) / 1000 / times;
        }
        return seconds;
      },
      [batch, SEPARATOR, least],
    );
  return { warm: (batch) => measure(batch, WARM), measure, close: () => browser.close() };
}

/** The peers that are programs; each left out, with a sentence, where its language is missing. */
function inProcesses(batch) {
  const folder = mkdtempSync(join(tmpdir(), "chatbot-audit-html-"));
  try {
    const file = join(folder, "batch");
    writeFileSync(file, batch);
    const rust = output("cargo", ["run", ...CRATE, "--", file]);
    if (rust === null) console.log("html5ever and html5gum are left out: they could not be built.");
    const python = output("python3", [join(ROOT, "benches/html_regex.py"), file]);
    if (python === null) console.log("Regular expressions in Python are left out: there is no python3.");
    return { ...JSON.parse(rust ?? "{}"), ...JSON.parse(python ?? "{}") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Prints the rows: the median of each, and how many times as fast the conversion in WebAssembly is. */
export function printHtml(rows) {
  const median = ({ seconds }) => [...seconds].sort((a, b) => a - b)[Math.floor(seconds.length / 2)];
  console.log(`\n${"HTML to text".padEnd(58)}${"MB/s".padStart(8)}  times as fast`);
  for (const row of rows) {
    const own = rows.find(({ kind }) => kind === row.kind);
    const rate = (row.bytes / 1e6 / median(row)).toPrecision(3);
    const times = (median(row) / median(own)).toPrecision(2);
    console.log(`${`${row.kind}: ${row.what}`.padEnd(58)}${rate.padStart(8)}  ${times}`);
  }
}

if (import.meta.filename === process.argv[1]) {
  const [file, runs] = process.argv.slice(2);
  printHtml(await htmlRows(file, Number(runs ?? 5)));
}
