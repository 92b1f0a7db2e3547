/** Exports of hundreds of megabytes that are made to exhaust memory or time; prints what each costs. Not a part of `npm test`. */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";
import { audit } from "chatbot-audit";
import { initSync } from "../../npm/dist/analyzer.js";
import { conversation } from "./payloads.mjs";

const MB = 1 << 20;
/** Half of what WebAssembly can have, and what a person waits for on a slow machine. */
const MOST_MEMORY = 2048;
const MOST_SECONDS = 300;

const good = conversation("Hello", 1);
const text = JSON.stringify(good);
const [bot, customer] = good.conversation_parts.conversation_parts;
const withParts = (parts) => JSON.stringify({ ...good, conversation_parts: { conversation_parts: parts } });
const parts = (count, body) =>
  Array.from({ length: count }, (_, index) => ({ ...(index % 2 ? bot : customer), id: `${index}`, body: body(index) }));

/** `before`, then `size` bytes of repeated `unit`, then `after`. */
async function* stream(before, unit, size, after) {
  yield before;
  const chunk = Buffer.from(unit.repeat(Math.ceil(MB / unit.length)));
  for (let bytes = 0; bytes < size; bytes += chunk.length) yield chunk;
  yield after;
}

/** The same for rows that differ. */
async function* rows(header, count, row) {
  yield header;
  for (let from = 0; from < count; from += 10_000) {
    yield Array.from({ length: Math.min(10_000, count - from) }, (_, index) => row(from + index)).join("");
  }
}

/** A gzip of `size` equal bytes, a thousandth as long. */
async function bomb(unit, size) {
  const gzip = createGzip({ level: 9 });
  const chunks = [];
  gzip.on("data", (chunk) => chunks.push(chunk));
  for await (const chunk of stream("", unit, size, text)) {
    if (!gzip.write(chunk)) await new Promise((resolve) => gzip.once("drain", resolve));
  }
  gzip.end();
  await new Promise((resolve) => gzip.on("end", resolve));
  return new Blob(chunks);
}

/** Each case: its source, what must come out (an error's code, or conversations and codes of what was skipped), options. */
const CASES = {
  "500 MB in one string of a conversation": [
    () => stream('[{"type":"conversation","id":"1","source":{"body":"', "a", 500 * MB, `"}},${text}]`),
    "1 too-large",
  ],
  "500 MB in one string beside the conversations": [
    () => stream('{"note":"', "a", 500 * MB, `","conversations":[${text}]}`),
    "too-large",
  ],
  "500 MB of opened brackets": [() => stream("", "[", 500 * MB, ""), "too-deep"],
  "500 MB of opened objects": [() => stream("", '{"a":', 500 * MB, ""), "too-large"],
  "500 MB of blanks": [() => stream("", " ", 500 * MB, ""), "unknown-format"],
  "500 MB of NUL": [() => stream("", "\0", 500 * MB, ""), "not-json"],
  "50 MB of empty objects": [() => stream(`[${text}`, ",{}", 50 * MB, "]"), "1 more,not-a-conversation"],
  "a gzip of 2 GB of blanks": [() => bomb(" ", 2048 * MB), "1 "],
  "a body of 20 MB": [() => [JSON.parse(withParts(parts(1, () => "no it does not work! ".repeat(MB))))], "1 "],
  "a body of 20 MB of tags": [
    () => [JSON.parse(withParts(parts(1, () => "<p><b><i><table>".repeat(1.25 * MB))))],
    "1 ",
  ],
  "a body of 1 MB, redacted": [
    () => [JSON.parse(withParts(parts(1, (index) => `a${index}@b.example +33 6 12 34 56 78 `.repeat(30_000))))],
    "1 ",
    { redact: true },
  ],
  "10,000 equal messages of a bot": [() => withParts(parts(10_000, () => "Please restart it.")), "1 "],
  "500 messages of 10 KB": [() => withParts(parts(500, () => "no it does not work! ".repeat(500))), "1 "],
  "300,000 messages in one conversation": [
    () =>
      stream(
        `{"id":"1","messages":[{"role":"user","content":"Hello"}`,
        ',{"role":"bot","content":"Please restart it."},{"role":"user","content":"No, again!"}',
        12 * MB,
        "]}",
      ),
    "1 ",
  ],
  "a table of 1 GB": [
    () =>
      rows(
        "conversation_id,role,message\n",
        10_000_000,
        (index) => `${index >> 6},${index % 2 ? "bot" : "user"},${"It does not work. ".repeat(5)}\n`,
      ),
    "156250 ",
  ],
  "500,000 conversations in pieces": [
    () =>
      rows(
        "",
        500_000,
        (index) =>
          `{"topic":"conversation.user.created","data":{"item":{"type":"conversation","id":"${index}","source":{"body":"Hi","author":{"type":"user"}},"conversation_parts":{"conversation_parts":[]}}}}\n`,
      ),
    null,
  ],
};

/** Runs one case here and prints what came of it. @param {string} name */
async function measure(name) {
  const [source, , options] = CASES[name];
  const given = await source();
  const begun = performance.now();
  let outcome;
  try {
    const { input } = await audit(given, options);
    outcome = `${input.conversations} ${[...new Set(input.skipped.map(({ code }) => code))].sort().join(",")}`;
  } catch (problem) {
    outcome = problem.code ?? `${problem}`;
  }
  const seconds = (performance.now() - begun) / 1000;
  const memory = initSync({ module: null }).memory.buffer.byteLength / MB;
  console.log(JSON.stringify({ outcome, seconds, memory, resident: process.resourceUsage().maxRSS / 1024 }));
}

const line = (name, seconds, memory, resident, outcome) =>
  console.log(`${name.padEnd(48)}${seconds.padStart(9)}${memory.padStart(9)}${resident.padStart(9)}  ${outcome}`);

/** Prints one case's figures; whether it is as it should be. */
function report(name, { outcome, seconds, memory, resident }, expected) {
  const holds =
    (expected === null || outcome === expected) && seconds < MOST_SECONDS && (memory ?? resident) < MOST_MEMORY;
  const whole = (number) => (number === undefined ? "" : number.toFixed(0));
  line(name, seconds.toFixed(1), whole(memory), whole(resident), `${outcome}${holds ? "" : `  FAILED: ${expected}`}`);
  return holds;
}

/** The command line on a folder and an archive of ten thousand files. */
function manyFiles() {
  const folder = mkdtempSync(join(tmpdir(), "hostile-"));
  try {
    const files = join(folder, "files");
    mkdirSync(files);
    for (let index = 0; index < 10_000; index++) {
      writeFileSync(join(files, `${index}.json`), text.replace('"Hello 1"', `"${index}"`));
    }
    return [commandLine("ten thousand files", files, "Analyzed 10000 conversation(s).", 0), zipBomb(folder)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A stored entry in a zip of which the size is a lie would be refused; a deflated one is read as it unpacks. */
function zipBomb(folder) {
  const path = join(folder, "bomb.zip");
  const python =
    "import sys,zipfile\nwith zipfile.ZipFile(sys.argv[1],'w',zipfile.ZIP_DEFLATED) as z:\n" +
    " for n in range(4):\n  with z.open(f'{n}.json','w',force_zip64=True) as f:\n" +
    "   for _ in range(512): f.write(b' '*(1<<20))\n   f.write(b'[]')";
  if (spawnSync("python3", ["-c", python, path]).status !== 0) return true;
  return commandLine("a zip of 2 GB of blanks", path, "chatbot-audit: There is no conversation in this file", 2);
}

function commandLine(name, path, said, code) {
  const bin = fileURLToPath(new URL("../../npm/bin/chatbot-audit.js", import.meta.url));
  const begun = performance.now();
  const found = spawnSync("/usr/bin/env", ["time", "-f", "%M", process.execPath, bin, "analyze", path], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const seconds = (performance.now() - begun) / 1000;
  const resident = Number(found.stderr.trim().split("\n").pop()) / 1024 || 0;
  const holds = found.status === code && (found.stdout + found.stderr).includes(said);
  const outcome = holds ? said : `${found.status} ${found.stdout.slice(0, 100)}${found.stderr.slice(0, 200)}`;
  return report(name, { outcome, seconds, resident }, said);
}

const [chosen, isChild] = process.argv.slice(2);
if (isChild === "--child") await measure(chosen);
else {
  line("", "seconds", "wasm MB", "RSS MB", "conversations and skipped, or error");
  const results = [];
  for (const [name, [, expected]] of Object.entries(CASES)) {
    if (chosen && !name.includes(chosen)) continue;
    const { stdout, stderr, signal } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name, "--child"], {
      encoding: "utf8",
      timeout: 2 * MOST_SECONDS * 1000,
    });
    const found = stdout
      ? JSON.parse(stdout)
      : { outcome: `no answer: ${signal} ${stderr.slice(-300)}`, seconds: Number.NaN, memory: Number.NaN };
    results.push(report(name, found, expected));
  }
  if (!chosen) results.push(...manyFiles());
  if (results.includes(false)) process.exitCode = 1;
}
