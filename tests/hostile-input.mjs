/** Exports made to break the reader, through the package and the command line: each gets a clear answer. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { deflateRawSync, gzipSync } from "node:zlib";
import { AuditError, audit, transcript } from "chatbot-audit";
import { conversation, PAYLOADS } from "./hostile/payloads.mjs";
import { cli, folder } from "./run-cli.mjs";

const good = JSON.stringify(conversation("Hello", 1));

/** The code of the error, or what was made of the source. @param {any} source */
async function outcome(source) {
  try {
    const { input } = await audit(source);
    return { conversations: input.conversations, skipped: input.skipped.map(({ code }) => code) };
  } catch (problem) {
    assert.ok(problem instanceof AuditError, `${problem}`);
    assert.match(problem.message, /\w.*\./s, "an error is a sentence");
    return problem.code;
  }
}

/** A conversation with one more field, as JSON text. @param {string} field */
const withField = (field) => good.replace('"title":"Hello"', `"title":"Hello",${field}`);
const read = { conversations: 1, skipped: [] };

const CASES = {
  "no bytes": ["", "empty"],
  blanks: [" \n\t".repeat(10_000), "empty"],
  "blanks without end": [" \n\t".repeat(1_000_000), "unknown-format"],
  NUL: ["\0".repeat(100_000), "not-json"],
  "a page in place of data": ["<!doctype html><html><body>Sign in</body></html>", "html-page"],
  "an error answer": [
    '{"type":"error.list","request_id":"x","errors":[{"code":"unauthorized","message":"Access Token Invalid"}]}',
    "api-error",
  ],
  "a report of the inbox as CSV": ["Conversation ID,Created at,Rating\r\n1,2026-01-01,5\r\n", "metadata-only"],
  "a list without messages": [
    '{"type":"conversation.list","conversations":[{"type":"conversation","id":"1"}]}',
    "metadata-only",
  ],
  "opened lists": ["[".repeat(1_000_000), "too-deep"],
  "opened objects": ['{"a":'.repeat(1_000_000), "not-json"],
  "deep envelopes": [`${'{"data":'.repeat(100_000)}{}${"}".repeat(100_000)}`, "too-deep"],
  "deep messages": [`${'{"messages":'.repeat(100_000)}{}${"}".repeat(100_000)}`, "too-deep"],
  "a deep field": [withField(`"x":${"[".repeat(500_000)}${"]".repeat(500_000)}`), read],
  "a long number": [withField(`"x":${"9".repeat(1_000_000)}`), read],
  "a number beyond all numbers": [withField('"x":1e999999999'), read],
  "a number close to nothing": [withField('"x":1e-999999999'), read],
  "a time beyond all times": [withField('"updated_at":99999999999999999999999'), read],
  "a key ten thousand times": [withField(Array.from({ length: 10_000 }, () => '"id":"1"').join(",")), read],
  "a hundred thousand keys": [
    withField(Array.from({ length: 100_000 }, (_, index) => `"k${index}":1`).join(",")),
    read,
  ],
  "a lone surrogate": [withField('"x":"\\ud800","y":"\\udc00\\ud800"'), read],
  "a lone surrogate in a body": [good.replaceAll("Where is", "\\ud83d Where is"), read],
  "an escaped NUL": [withField('"x":"\\u0000"').replaceAll("Where is", "\\u0000"), read],
  "bytes that are not UTF-8": [
    Buffer.concat([
      Buffer.from(good.slice(0, -1)),
      Buffer.from(',"x":"'),
      Buffer.from([0xff, 0xc0, 0xaf, 0xed, 0xa0, 0x80]),
      Buffer.from('"}'),
    ]),
    read,
  ],
  "a raw NUL in a string": [withField('"x":"\0"'), "not-json"],
  "UTF-16": [Buffer.from(`\ufeff${good}`, "utf16le"), "not-json"],
  "a cut-off file": [good.slice(0, -30), "not-json"],
  "an endless list of nothing": [`[${"null,".repeat(200_000)}null]`, "not-json"],
  "only commas": [",".repeat(200_000), "unknown-format"],
  "gzip of nothing": [gzipSync(""), "empty"],
  "gzip in gzip": [gzipSync(gzipSync(good)), "compressed"],
  "a cut-off gzip": [gzipSync(good.repeat(50)).subarray(0, 300), "not-json"],
};

for (const [name, [source, expected]] of Object.entries(CASES)) {
  test(name, { timeout: 60_000 }, async () => {
    assert.deepEqual(await outcome(typeof source === "string" ? source : new Blob([source])), expected);
  });
}

test("a file that breaks off beside good ones costs only itself", async () => {
  const files = [good, good.slice(0, 200), "<html>", "", good.replaceAll('"Hello 1"', '"Hello 2"')].map(
    (text, index) => new File([text], `${index}.json`),
  );
  const { input } = await audit(files);
  assert.equal(input.conversations, 2);
  assert.deepEqual(
    input.skipped.map(({ file, code }) => [file, code]),
    [
      ["1.json", "not-json"],
      ["2.json", "html-page"],
      ["3.json", "empty"],
    ],
  );
});

test("ten thousand equal messages of a bot, and parts of ten thousand letters, take seconds at most", {
  timeout: 60_000,
}, async () => {
  const { conversation_parts, ...rest } = conversation("Hello", 1);
  const [bot, customer] = conversation_parts.conversation_parts;
  const many = Array.from({ length: 10_000 }, (_, index) => ({ ...(index % 2 ? bot : customer), id: `${index}` }));
  const long = Array.from({ length: 500 }, (_, index) => ({
    ...(index % 2 ? bot : customer),
    id: `${index}`,
    body: `<p>${"no it does not work! ".repeat(500)}${index}</p>`,
  }));
  for (const parts of [many, long]) {
    const report = await audit([{ ...rest, conversation_parts: { conversation_parts: parts } }]);
    assert.equal(report.input.conversations, 1);
    assert.equal(report.input.messages, 1 + parts.length);
  }
});

/** A zip archive of deflated files, told to be of any size. @param {[string, Buffer][]} files @param {object} [lies] */
function zip(files, { size, offset } = {}) {
  const local = [];
  const central = [];
  let at = 0;
  for (const [name, content] of files) {
    const packed = deflateRawSync(content);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(8, 8);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(content.length, 22);
    header.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(size ?? packed.length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(offset ?? at, 42);
    local.push(header, Buffer.from(name), packed);
    central.push(entry, Buffer.from(name));
    at += header.length + Buffer.byteLength(name) + packed.length;
  }
  const records = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(records.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, records, end]);
}

test("archives that lie are told from exports, in one sentence", async () => {
  const at = folder();
  const files = [["a.json", Buffer.from(good)]];
  const whole = zip(files);
  const lying = {
    "cut.zip": whole.subarray(0, 100),
    "offset.zip": zip(files, { offset: 0x7fffffff }),
    "tail.zip": Buffer.concat([whole.subarray(0, -10), Buffer.alloc(10, 0xfe)]),
    "noise.zip": Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(5000, 7)]),
    "many.zip": Buffer.concat([whole.subarray(0, -22), Buffer.alloc(0), whole.subarray(-22)]).fill(0xff, 40, 60),
    "zip64.zip": Buffer.concat([
      whole.subarray(0, -22),
      Buffer.from("PK\x06\x06").subarray(0, 4),
      Buffer.alloc(52, 0xff),
      Buffer.from("PK\x06\x07"),
      Buffer.alloc(16, 0xff),
      whole.subarray(-22),
    ]),
  };
  for (const [name, bytes] of Object.entries(lying)) {
    const path = join(at, name);
    writeFileSync(path, bytes);
    const { code, stderr } = await cli(["analyze", path]);
    assert.equal(code, 2, `${name}: ${stderr}`);
    assert.doesNotMatch(stderr, /\n\s+at /, `${name}: ${stderr}`);
  }
  // A size beyond the archive's end does no harm: deflated data know where they end.
  for (const bytes of [whole, zip(files, { size: 0x7fffffff })]) {
    writeFileSync(join(at, "whole.zip"), bytes);
    const { stdout } = await cli(["analyze", join(at, "whole.zip")]);
    assert.match(stdout, /^Analyzed 1 conversation/);
  }
});

test("names and answers from a file cannot steer the terminal", { timeout: 120_000 }, async () => {
  const at = folder();
  const records = PAYLOADS.flatMap(({ text }, index) => [
    { type: "conversation", id: `${text} ${index}` },
    { type: "error.list", errors: [{ code: text, message: text }] },
    { id: text, messages: [{ role: text, content: text }] },
  ]);
  const names = ["\x1b[31mred.json", "a\u202egnp.json", "a\nNote: all is well.json"];
  for (const name of names) writeFileSync(join(at, name), JSON.stringify([conversation(name, 0), ...records]));
  const { stdout, stderr, code } = await cli(["analyze", at]);
  assert.equal(code, 0);
  const said = stderr.trimEnd().split("\n");
  assert.ok(said.length > 1000);
  for (const line of [...said, ...stdout.split("\n")]) assert.doesNotMatch(line, /[\p{Cc}\p{Bidi_C}]/u);
  for (const line of said) assert.match(line, /^(Note|Skipped)/);
});

test("a pipe may be given for a file", { skip: process.platform === "win32" }, () => {
  const bin = new URL("../npm/bin/chatbot-audit.js", import.meta.url).pathname;
  const command = `"${process.execPath}" "${bin}" analyze <(printf %s "$EXPORT")`;
  const { stdout, stderr } = spawnSync("bash", ["-c", command], {
    encoding: "utf8",
    env: { ...process.env, EXPORT: good },
  });
  assert.match(stdout, /^Analyzed 1 conversation/, stderr);
});

/** The same numbers for the same seed. @param {number} seed */
function generator(seed) {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const STRINGS = [
  '""',
  '"a"',
  '"\\n\\t\\"\\\\\\/\\b\\f\\r"',
  '"\\u00e9\\ud83d\\ude00"',
  '"é😀\u2028"',
  '"\u007f"',
  '"\\ud800"',
];
const NUMBERS = ["0", "-0", "10", "0.5", "-1.25e+10", "1E5", "1e-5", "1e400", "123456789012345678901234567890"];
/** What is no JSON in the place of a value, though some parsers take it. */
const WRONG = [
  "01",
  "-",
  "+1",
  ".5",
  "1.",
  "1e",
  "1e+",
  "0x10",
  "1_000",
  "NaN",
  "Infinity",
  "-Infinity",
  "undefined",
  "True",
  "nul",
  "tru",
  "'a'",
  '"a',
  '"\\x41"',
  '"\\u12g4"',
  '"\\u123"',
  '"\\"',
  '"\t"',
  '"\n"',
  '"\x1f"',
  "[1,]",
  "[,1]",
  "[1 2]",
  "[1",
  "1]",
  '{"a":1,}',
  '{"a" 1}',
  "{a:1}",
  '{"a":}',
  "{'a':1}",
  '{"a":1 "b":2}',
  "{1:2}",
  '{,"a":1}',
  "//x\n1",
  "/*x*/1",
  "1\u00a0",
  "\ufeff1",
  "\v1",
  "1;",
];
const BLANKS = ["", "", " ", "\n", "\t\r\n "];

/** Text that is JSON by RFC 8259, unless `wrong` stands in it somewhere. */
function value(random, depth, wrong) {
  const blank = () => BLANKS[random(BLANKS.length)];
  if (wrong !== null && (depth === 0 || random(3) === 0)) return blank() + wrong + blank();
  const kind = random(depth > 0 || wrong !== null ? 7 : 5);
  const simple = [
    () => "null",
    () => (random(2) ? "true" : "false"),
    () => STRINGS[random(STRINGS.length)],
    () => NUMBERS[random(NUMBERS.length)],
    () => (random(2) ? "[]" : "{}"),
  ][wrong === null ? kind : 9];
  if (simple) return blank() + simple() + blank();
  const place = wrong === null ? -1 : random(3);
  const inner = Array.from({ length: place < 0 ? random(4) : 3 }, (_, index) =>
    value(random, Math.max(0, depth - 1), index === place ? wrong : null),
  );
  const body =
    random(2) === 0
      ? `[${inner.join(",")}]`
      : `{${inner.map((one, index) => `${blank()}${STRINGS[index % 5]}${blank()}:${one}`).join(",")}}`;
  return blank() + body + blank();
}

/** Whether JavaScript takes a text for JSON. @param {string} text */
function parses(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test("conversations are read exactly when their JSON is valid, as JSON.parse and Python judge it", {
  timeout: 120_000,
}, async () => {
  const random = generator(0x5eed);
  const texts = [];
  for (let round = 0; round < 3000; round++) {
    const wrong = round % 2 ? WRONG[random(WRONG.length)] : null;
    texts.push(withField(`"x":${value(random, 3, wrong)}`));
  }
  const judged = texts.map(parses);
  assert.ok(judged.filter(Boolean).length > 1000 && judged.filter((valid) => !valid).length > 1000);
  const script =
    "import json,sys\ndef no(x): raise ValueError(x)\n" +
    "for text in json.load(sys.stdin):\n try: json.loads(text,parse_constant=no); print(1)\n except ValueError: print(0)";
  const python = spawnSync("python3", ["-c", script], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    maxBuffer: 1 << 24,
  });
  if (python.status === 0) assert.deepEqual(python.stdout.trim().split("\n").map(Number), judged.map(Number));
  for (const [index, text] of texts.entries()) {
    const found = await outcome(text);
    const isRead = typeof found === "object" && found.conversations === 1 && found.skipped.length === 0;
    assert.equal(
      isRead,
      judged[index],
      `${JSON.stringify(text.slice(text.indexOf('"x":'), text.indexOf('"state"')))} gives ${JSON.stringify(found)}`,
    );
    if (isRead) assert.equal(transcript(text).id, "Hello 1");
  }
});
