/** The boundary: the optimised .wasm through the package's functions, every kind of source, every way to fail. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import * as glue from "../npm/dist/analyzer.js";
import { call } from "../npm/lib/engine.js";
import {
  AuditError,
  Auditor,
  audit,
  auditStream,
  compare,
  detectors,
  FORMATS,
  htmlToText,
  redact,
  render,
  transcript,
  version,
} from "../npm/lib/node.js";
import { LOOP, loops } from "./conversations.mjs";

const TEXT = JSON.stringify(LOOP);
const BYTES = new TextEncoder().encode(TEXT);

const rejectsWith = (promise, code, message) =>
  assert.rejects(promise, (problem) => {
    assert.ok(problem instanceof AuditError, problem);
    assert.equal(problem.code, code);
    assert.match(problem.message, message);
    return true;
  });

const sources = {
  text: () => TEXT,
  "a Uint8Array": () => BYTES,
  "an ArrayBuffer": () => BYTES.buffer.slice(BYTES.byteOffset, BYTES.byteOffset + BYTES.byteLength),
  "a Blob": () => new Blob([TEXT]),
  "a File": () => new File([TEXT], "export.json"),
  "a list of Files": () => [new File([TEXT], "a.json")],
  "a stream of bytes": () => new Blob([TEXT]).stream(),
  "a stream of text": () => new Blob([TEXT]).stream().pipeThrough(new TextDecoderStream()),
  "an async iterable, a byte at a time": async function* () {
    for (const byte of BYTES) yield Uint8Array.of(byte);
  },
  "parsed JSON": () => LOOP,
  "a parsed list": () => [LOOP],
  "gzip bytes": () => gzipSync(TEXT),
  "a gzip stream, a byte at a time": async function* () {
    for (const byte of gzipSync(TEXT)) yield Uint8Array.of(byte);
  },
};

for (const [kind, source] of Object.entries(sources)) {
  test(`${kind} gives the same finding`, async () => {
    const report = await audit(source());
    assert.deepEqual(
      report.input.files.map(({ conversations }) => conversations),
      [1],
    );
    const [found] = report.detections.filter(({ detector }) => detector === "death_loop");
    assert.deepEqual(
      found?.evidence.map(({ message_index }) => message_index),
      [1, 3, 7],
    );
  });
}

test("a view reads its part of the buffer alone", async () => {
  const padded = new TextEncoder().encode(`?????${TEXT}?????`);
  const view = new DataView(padded.buffer, 5, BYTES.length);
  assert.equal((await audit(view)).input.conversations, 1);
});

test("files keep their names, in their order", async () => {
  const files = ["b.json", "a.json"].map((name) => new File([JSON.stringify({ ...LOOP, id: name })], name));
  const { input, conversations } = await audit(files);
  assert.deepEqual(
    input.files.map(({ name }) => name),
    ["b.json", "a.json"],
  );
  assert.deepEqual(
    conversations.map(({ id, file }) => [id, file]),
    [
      ["b.json", 0],
      ["a.json", 1],
    ],
  );
});

test("progress counts the bytes that were read, to their end", async () => {
  const packed = gzipSync(JSON.stringify(loops(50)));
  const seen = [];
  await audit(new Blob([packed]), { onProgress: (state) => seen.push(state) });
  assert.deepEqual(seen.at(-1), { bytes: packed.length, total: packed.length });
});

test("an audit stops when its signal says so", async () => {
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);
  await assert.rejects(audit(TEXT, { signal }), reason);
});

test("what the caller's stream or callback throws comes out as it is", async () => {
  const own = new Error("mine");
  async function* broken() {
    yield "[";
    throw own;
  }
  await assert.rejects(audit(broken()), own);
  const onProgress = () => {
    throw own;
  };
  await assert.rejects(audit(TEXT, { onProgress }), own);
});

test("a stream that broke while it was unpacked costs its rest alone", async () => {
  const packed = gzipSync(
    loops(2000)
      .map((one) => JSON.stringify({ ...one, salt: Math.random() }))
      .join("\n"),
  );
  const { input } = await audit(packed.subarray(0, packed.length / 2));
  assert.ok(input.conversations > 500 && input.conversations < 1500, `${input.conversations}`);
  assert.ok(input.skipped.some(({ code }) => code === "unreadable"));
});

test("findings come while reading, and the report agrees with them", async () => {
  const all = loops(3);
  let given = 0;
  async function* source() {
    for (const one of all) {
      yield `${JSON.stringify(one)}\n`;
      given += 1;
    }
  }
  const stream = auditStream(source());
  const first = await stream.next();
  assert.equal(first.value.conversation.id, all[0].id);
  assert.ok(first.value.detections.every(({ conversation_id }) => conversation_id === all[0].id));
  assert.ok(given < 3, "the first comes before the last was read");
  const rest = [];
  let next = await stream.next();
  for (; !next.done; next = await stream.next()) rest.push(next.value.conversation.id);
  assert.deepEqual(rest, [all[1].id, all[2].id]);
  assert.deepEqual(
    next.value.conversations.map(({ id }) => id),
    all.map(({ id }) => id),
  );
});

test("breaking off frees the engine's memory and closes the source", async () => {
  let isClosed = false;
  async function* source() {
    try {
      for (;;) yield `${JSON.stringify(LOOP)}\n`;
    } finally {
      isClosed = true;
    }
  }
  const used = () => call(() => glue.initSync().memory.buffer.byteLength);
  const round = async () => {
    for await (const _ of auditStream(source())) break;
  };
  for (let i = 0; i < 20; i++) await round();
  const before = used();
  for (let i = 0; i < 200; i++) await round();
  assert.equal(used(), before);
  assert.ok(isClosed);
});

test("an auditor reads piece by piece and ends once", () => {
  const auditor = new Auditor();
  auditor.begin("first");
  for (const byte of BYTES) auditor.push(Uint8Array.of(byte));
  auditor.begin("second");
  auditor.push(BYTES);
  const report = auditor.finish();
  assert.deepEqual(
    report.input.files.map(({ name }) => name),
    ["first", "second"],
  );
  for (const use of [() => auditor.push(BYTES), () => auditor.finish(), () => auditor.drain()]) {
    assert.throws(use, { code: "finished" });
  }
  auditor.free();
});

test("the same bytes give the same report, byte for byte, however they are cut", async () => {
  const bytes = readFileSync(new URL("../www/sample/export.json", import.meta.url));
  async function* cut(size) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const whole = JSON.stringify(await audit(bytes));
  for (const size of [7, 1000, 65_536]) assert.ok(JSON.stringify(await audit(cut(size))) === whole, `cut at ${size}`);
});

test("unknown options are refused with the nearest name", async () => {
  await rejectsWith(audit(TEXT, { detector: [] }), "bad-options", /no option "detector"; did you mean "detectors"\?/);
  await rejectsWith(
    audit(TEXT, { prices: { curency: "EUR" } }),
    "bad-options",
    /field of prices "curency"; did you mean "currency"/,
  );
  await rejectsWith(audit(TEXT, { detectors: ["loops"] }), "bad-options", /There is no detector "loops"/);
  await rejectsWith(audit(TEXT, { lang: "xx" }), "bad-options", /There is no language "xx"/);
  await rejectsWith(audit(TEXT, { lang: 5 }), "bad-options", /invalid type: integer `5`, expected a string/);
});

test("every input that cannot be read has its code and its sentence", async () => {
  await rejectsWith(audit(""), "empty", /./);
  await rejectsWith(audit("Dear customers, "), "not-json", /./);
  await rejectsWith(audit("<!doctype html><title>Log in</title>"), "html-page", /./);
  await rejectsWith(audit({ type: "error.list", errors: [{ code: "unauthorized", message: "no" }] }), "api-error", /./);
  for (const source of [null, undefined, 5, true]) await rejectsWith(audit(source), "bad-source", /A source is/);
});

test("after a crash the instance is thrown away and the next audit works", async () => {
  assert.throws(
    () =>
      call(() => {
        throw new WebAssembly.RuntimeError("unreachable");
      }),
    { code: "crash" },
  );
  const auditor = new Auditor();
  auditor.push(BYTES);
  assert.throws(
    () =>
      call(() => {
        throw new RangeError("Maximum call stack size exceeded");
      }),
    { code: "crash" },
  );
  assert.throws(() => auditor.push(BYTES), /stale/);
  assert.equal((await audit(TEXT)).input.conversations, 1);
});

test("a report renders in every format, also after it was stored as JSON", async () => {
  const report = await audit(TEXT);
  const stored = JSON.parse(JSON.stringify(report));
  for (const format of FORMATS) {
    const text = render(report, format);
    assert.ok(text.length > 50, format);
    assert.equal(render(stored, format), text, format);
  }
  assert.deepEqual(JSON.parse(render(report, "json")), report.detections);
  assert.deepEqual(JSON.parse(render(report, "report")), report);
  assert.throws(() => render(report, "htm"), /no format "htm"; did you mean "html"/);
  assert.throws(() => render({}, "html"), AuditError);
});

test("two reports compare", async () => {
  const [before, after] = [await audit(loops(3)), await audit(loops(60))];
  const { lines, regressed } = compare(before, after);
  assert.equal(regressed, false);
  assert.ok(lines.some(({ name }) => name === "death_loop"));
  assert.match(compare(before, after, "markdown"), /\|/);
  assert.throws(() => compare(before, after, "html"), /no format "html"/);
  assert.throws(() => compare({}, after), AuditError);
});

test("a conversation's bytes give its transcript", async () => {
  const text = `[${TEXT},${JSON.stringify({ ...LOOP, id: "second" })}]`;
  const { conversations } = await audit(text);
  const bytes = new TextEncoder().encode(text);
  const shown = transcript(bytes.subarray(conversations[1].start, conversations[1].end));
  assert.equal(shown.id, "second");
  assert.deepEqual(
    shown.messages.map(({ text }) => text),
    LOOP.messages.map(({ content }) => content),
  );
  assert.deepEqual(
    shown.messages.slice(0, 2).map(({ role }) => role),
    ["customer", "bot"],
  );
  assert.throws(() => transcript("[]"), AuditError);
});

test("HTML becomes text in both modes", () => {
  assert.equal(htmlToText("<p>Hi<br>there</p>"), "Hi\nthere");
  assert.equal(htmlToText("<p>one</p><p>two</p>", { mode: "innerText" }), "one\n\ntwo");
  assert.throws(() => htmlToText("", { mode: "inertext" }), /did you mean "innerText"/);
});

test("personal data goes out of a text", () => {
  const { text, counts } = redact("Write to ann@example.org today.");
  assert.doesNotMatch(text, /ann@example\.org/);
  assert.equal(counts.email, 1);
});

test("detectors and version say what they are", () => {
  const { version: wanted } = JSON.parse(readFileSync(new URL("../npm/package.json", import.meta.url), "utf8"));
  assert.equal(version(), wanted);
  for (const { name, title, summary, action } of detectors()) assert.ok(name && title && summary && action);
});
