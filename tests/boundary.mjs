/** The boundary: the optimised .wasm through the package's functions, every kind of source, every way to fail. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { pieces } from "../benches/generate.mjs";
import * as glue from "../npm/dist/analyzer.js";
import { audited } from "../npm/lib/auditor.js";
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
import { AuditWorker } from "../npm/lib/worker.js";
import { LOOP, loops } from "./conversations.mjs";

const TEXT = JSON.stringify(LOOP);
const BYTES = new TextEncoder().encode(TEXT);

/** A table of messages, whose conversations are complete at its end only. */
const MESSAGES = readFileSync(new URL("samples/csv/prodsight.csv", import.meta.url));

/** Bytes that the engine holds. */
const used = () => call(() => glue.initSync().memory.buffer.byteLength);

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

const SHORT = { messages: LOOP.messages.slice(0, 2) };

for (const [what, count, least, isFull, conversation] of [
  ["many findings", 45_000, 130_000, false, () => LOOP],
  ["many conversations", 200_000, 0, false, () => SHORT],
  [
    "a channel for each conversation",
    200_000,
    0,
    true,
    (/** @type {number} */ id) => ({ ...SHORT, channel: `about ${id}` }),
  ],
]) {
  test(`memory stays within 48 MiB and 300 bytes a finding and 64 a conversation with ${what}`, async () => {
    function* lines() {
      for (let id = 0; id < count; id += 1000) {
        const some = Array.from({ length: 1000 }, (_, index) =>
          JSON.stringify({ ...conversation(id + index), id: `${id + index}` }),
        );
        yield new TextEncoder().encode(`${some.join("\n")}\n`);
      }
    }
    const auditor = new Auditor();
    for (const chunk of lines()) auditor.push(chunk);
    const { conversations, detections, input } = auditor.finish();
    assert.equal(conversations.length, count);
    const uncounted = input.warnings.filter(({ code }) => code === "many-groups");
    assert.equal(uncounted.length > 0, isFull, "what is not counted is said");
    assert.ok(detections.length >= least, `${detections.length} findings`);
    assert.ok(detections.every((detection) => detection.evidence.length > 0));
    assert.ok(conversations.every(({ id }, index) => id === `${index}`));
    const bound = (48 << 20) + 300 * detections.length + 64 * count;
    assert.ok(used() <= bound, `${used() >> 20} MiB where ${bound >> 20} are allowed`);
  });
}

test("breaking off frees the engine's memory and closes the source", async () => {
  let isClosed = false;
  async function* source() {
    try {
      for (;;) yield `${JSON.stringify(LOOP)}\n`;
    } finally {
      isClosed = true;
    }
  }
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
});

test("options that hold something else than they should are refused with what was expected", async () => {
  const wrong = [
    [{ lang: 5 }, /The option lang must be a text, and not 5\./],
    [{ lang: null }, /option lang must be a text, and not null/],
    [{ detectors: "death_loop" }, /option detectors must be a list of texts, and not "death_loop"/],
    [{ bots: [7] }, /option bots must be a list of texts, and not \[7\]/],
    [{ policy: [] }, /option policy must be an object/],
    [{ policy: { allowed_commitments: "all" } }, /option policy\.allowed_commitments must be a list of texts/],
    [{ facts: { facts: { window: [30] } } }, /option facts\.facts must be an object of texts, numbers, true or false/],
    [{ facts: { aliases: { window: "days" } } }, /option facts\.aliases must be an object of lists of texts/],
    [{ now: true }, /option now must be an ISO 8601 time or Unix seconds, and not true/],
    [{ redact: "yes" }, /option redact must be true or false, and not "yes"/],
    [{ prices: { resolution: "1" } }, /option prices\.resolution must be a number, 0 or more, and not "1"/],
    [{ prices: { resolution: -1 } }, /and not -1/],
    [{ prices: { currency: "euro" } }, /option prices\.currency must be a code such as EUR, and not "euro"/],
    [{ onProgress: true }, /option onProgress must be a function/],
    [{ signal: {} }, /option signal must be an AbortSignal/],
    ["loops", /What holds the options must be an object, and not "loops"/],
  ];
  for (const [options, reason] of wrong) await rejectsWith(audit(TEXT, options), "bad-options", reason);
  const given = { lang: undefined, now: 1_793_613_605, redact: false, prices: { resolution: 0 }, policy: {} };
  assert.equal((await audit(TEXT, given)).options.now, 1_793_613_605);
});

test("every input that cannot be read has its code and its sentence", async () => {
  await rejectsWith(audit(""), "empty", /./);
  await rejectsWith(audit("Dear customers, "), "not-json", /./);
  await rejectsWith(audit("<!doctype html><title>Log in</title>"), "html-page", /./);
  await rejectsWith(audit({ type: "error.list", errors: [{ code: "unauthorized", message: "no" }] }), "api-error", /./);
  for (const source of [null, undefined, 5, true]) await rejectsWith(audit(source), "bad-source", /A source is/);
  for (const source of [Promise.resolve(TEXT), new Response(TEXT), new URL("file:///export.json"), new Map()]) {
    const name = source.constructor.name;
    await rejectsWith(audit(source), "bad-source", new RegExp(`parsed JSON, and not a ${name}\\.$`));
  }
  for (const name of ["export.json", "/tmp/a b/Export.CSV", "C:\\exports\\2026.ndjson.gz"]) {
    await rejectsWith(audit(name), "bad-source", /No file is opened by its name/);
  }
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

test("the report that the engine holds comes in pieces, the same as of its objects", async () => {
  const source = [...pieces(8e6)].join("");
  const report = await audit(source);
  const held = await audited(source, {});
  for (const format of FORMATS) {
    const given = [];
    held.render(format, (piece) => given.push(piece));
    const [whole, expected] = [given.join(""), render(report, format)];
    // Objects do not know 1.0 from 1.
    if (["json", "report"].includes(format)) assert.deepEqual(JSON.parse(whole), JSON.parse(expected));
    else assert.equal(whole, expected, format);
    assert.equal(given.length > 1, ["json", "report", "csv", "sarif", "junit"].includes(format), format);
  }
  const full = new Error("no space left");
  assert.throws(
    () =>
      held.render("csv", () => {
        throw full;
      }),
    full,
  );
  held.free();
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

test("a transcript has the markers of lists beside the text", () => {
  const content = "<p>Try this:</p><ol start=2><li>sign out<ul><li>on all devices</li></ul></li><li>sign in</li></ol>";
  const [message] = transcript(JSON.stringify({ id: "1", messages: [{ role: "bot", content }] })).messages;
  assert.equal(message.text, "Try this:\n\nsign out\non all devices\nsign in");
  assert.deepEqual(message.markers, [
    { line: 2, text: "2. " },
    { line: 3, text: "  - " },
    { line: 4, text: "3. " },
  ]);
});

/** Quotes the first message in which the bot sends people to the FAQ. */
const FAQ_LINK = {
  name: "faq_link",
  examine({ messages }) {
    const sent = messages.find(({ role, text }) => role === "bot" && text.includes("/faq"));
    if (!sent) return;
    const evidence = [{ message_index: sent.index, quote: "example.com/faq", note: "a link" }];
    return [{ severity: "low", confidence: 0.876, explanation: "The bot sent a link.", evidence }];
  },
};

test("a custom detector's finding is complete and stands behind the built-in ones, in its row and in the rates", async () => {
  const healthy = { ...LOOP, id: "healthy", messages: [{ role: "user", content: "Hello?" }] };
  const { detections, conversations, summary } = await audit([LOOP, healthy], { customDetectors: [FAQ_LINK] });
  assert.deepEqual(
    detections.map(({ detector }) => detector),
    ["death_loop", "silent_churn", "escalation_burial", "faq_link"],
  );
  assert.deepEqual(detections[3], {
    conversation_id: "first-audit",
    detector: "faq_link",
    failure_mode: "faq_link",
    severity: "low",
    confidence: 0.88,
    explanation: "The bot sent a link.",
    evidence: [{ message_index: 1, quote: "example.com/faq", note: "a link", role: "bot", start: 24, end: 39 }],
    counter_evidence: [],
    recommended_action: "flag",
    metadata: {},
  });
  assert.deepEqual(
    conversations.map((row) => row.detections),
    [[0, 1, 2, 3], []],
  );
  const { findings, count, of, low, high } = summary.by_mode.faq_link;
  assert.deepEqual([findings, count, of], [1, 1, 2]);
  assert.ok(low < 0.5 && high > 0.5);
  assert.equal(summary.by_severity.low, 1);
});

test("a custom detector that finds nothing has its rate too", async () => {
  for (const nothing of [undefined, null, []]) {
    const quiet = { name: "quiet", examine: () => nothing };
    const { summary } = await audit(LOOP, { customDetectors: [quiet] });
    assert.deepEqual([summary.by_mode.quiet.count, summary.by_mode.quiet.of], [0, 1]);
  }
});

test("custom findings are in every format and in a comparison", async () => {
  const options = { customDetectors: [FAQ_LINK] };
  const [before, after] = [await audit(loops(30), options), await audit(loops(30), options)];
  for (const format of FORMATS) assert.match(render(before, format), /faq.link/i, format);
  const line = compare(before, after).lines.find(({ name }) => name === "faq_link");
  assert.deepEqual([line.before.count, line.after.of], [30, 30]);
});

test("custom findings come while reading, also of conversations that only the end completes", async () => {
  const rule = {
    name: "rule",
    examine: ({ messages: [{ text }] }) => [
      { severity: "low", confidence: 1, explanation: "It begins.", evidence: [{ message_index: 0, quote: text }] },
    ],
  };
  for (const source of [TEXT, MESSAGES]) {
    const found = [];
    for await (const { detections } of auditStream(source, { customDetectors: [rule] })) found.push(...detections);
    assert.ok(found.some(({ detector }) => detector === "rule"));
  }
});

test("a custom detector is given the transcript and the row, without personal data if that was asked for", async () => {
  const mailed = { ...LOOP, messages: [{ role: "user", content: "I am ann@example.org, help!" }, ...LOOP.messages] };
  const given = [];
  const spy = { name: "spy", examine: (...both) => void given.push(both) };
  const options = { redact: true, customDetectors: [spy] };
  const { conversations } = await audit(mailed, options);
  const [[conversation, row]] = given;
  assert.deepEqual(conversation, transcript(JSON.stringify(mailed), options));
  assert.doesNotMatch(conversation.messages[0].text, /ann@/);
  assert.deepEqual([row.id, row.bot_messages, row.language], ["first-audit", 4, conversations[0].language]);
});

test("no custom detector sees or checks against what another one has changed", async () => {
  const vandal = {
    name: "vandal",
    examine(conversation) {
      conversation.messages[1].text = "Go away.";
      conversation.messages.length = 2;
    },
  };
  const { summary } = await audit(LOOP, { customDetectors: [vandal, FAQ_LINK] });
  assert.equal(summary.by_mode.faq_link.findings, 1);
  const forger = {
    name: "forger",
    examine({ messages }) {
      messages[1].text = "Go away.";
      const evidence = [{ message_index: 1, quote: "Go away." }];
      return [{ severity: "high", confidence: 1, explanation: "It said so.", evidence }];
    },
  };
  await rejectsWith(audit(LOOP, { customDetectors: [forger] }), "bad-finding", /quote must be a part of message 1/);
});

test("the option detectors chooses among custom ones too", async () => {
  const customDetectors = [FAQ_LINK, { name: "other", examine: () => assert.fail("was not chosen") }];
  const modes = async (detectors) => Object.keys((await audit(LOOP, { detectors, customDetectors })).summary.by_mode);
  assert.deepEqual(await modes(["faq_link"]), ["faq_link"]);
  assert.deepEqual(await modes(["faq_link", "death_loop"]), ["death_loop", "faq_link"]);
  await rejectsWith(modes(["faq_links"]), "bad-options", /no detector "faq_links"/);
});

test("a quote or text that was cut inside an emoji loses the half of it", async () => {
  const text = "Where is it? 😡";
  const cut = text.slice(0, -1);
  const evidence = [{ message_index: 0, quote: cut }];
  const examine = () => [{ severity: "low", confidence: 1, explanation: cut, evidence, metadata: { cut } }];
  const source = { id: "1", messages: [{ role: "user", content: text }] };
  const { detections } = await audit(source, { customDetectors: [{ name: "cut", examine }] });
  const [found] = detections.filter(({ detector }) => detector === "cut");
  assert.deepEqual([found.evidence[0].quote, found.evidence[0].end], ["Where is it? ", 13]);
  assert.deepEqual([found.explanation, found.metadata.cut], ["Where is it? \ufffd", "Where is it? \ufffd"]);
});

test("a finding of a wrong shape ends the audit; detector, conversation, field and what was expected are said", async () => {
  const evidence = [{ message_index: 0, quote: "refund" }];
  const right = { severity: "low", confidence: 0.5, explanation: "Why.", evidence };
  const wrong = [
    [{ severity: "bad" }, /findings\[0\]\.severity must be one of low, medium, high, critical, and not "bad"/],
    [{ confidence: "0.5" }, /findings\[0\]\.confidence must be a number from 0 to 1, and not "0\.5"/],
    [{ confidence: Number.NaN }, /confidence must be .+ not NaN/],
    [{ explanation: " " }, /explanation must be a sentence/],
    [{ evidence: [] }, /evidence must be a list of at least one quote/],
    [{ evidence: undefined }, /evidence must be a list of quotes, and not undefined/],
    [
      { evidence: [{ ...evidence[0], message_index: 8 }] },
      /evidence\[0\]\.message_index must be .+, 0 to 7, and not 8/,
    ],
    [{ evidence: [{ ...evidence[0], message_index: "length" }] }, /message_index must be/],
    [
      { evidence: [...evidence, { message_index: 1, quote: "refund." }] },
      /evidence\[1\]\.quote must be a part of message 1/,
    ],
    [{ evidence: [{ message_index: 0, quote: "" }] }, /evidence\[0\]\.quote must be a text/],
    [{ evidence: [{ ...evidence[0], note: 5 }] }, /evidence\[0\]\.note must be a text, and not 5/],
    [{ evidence: [{ ...evidence[0], star: 5 }] }, /no field of findings\[0\]\.evidence\[0\] "star"/],
    [{ counter_evidence: [{}] }, /counter_evidence\[0\]\.message_index must be/],
    [{ recommended_action: "ignore" }, /recommended_action must be one of escalate, .+, and not "ignore"/],
    [{ metadata: [] }, /metadata must be an object/],
    [{ severty: "low" }, /no field of findings\[0\] "severty"; did you mean "severity"\?/],
  ];
  const audited = (examine) => audit(LOOP, { customDetectors: [{ name: "mine", examine }] });
  const because = (reason) => new RegExp(`^Detector mine, conversation first-audit: .*${reason.source}`);
  for (const [change, reason] of wrong) {
    await rejectsWith(
      audited(() => [{ ...right, ...change }]),
      "bad-finding",
      because(reason),
    );
  }
  await rejectsWith(
    audited(() => right),
    "bad-finding",
    because(/its result must be a list of findings/),
  );
  await rejectsWith(
    audited(async () => []),
    "bad-finding",
    because(/not \[object Promise\]/),
  );
  await rejectsWith(
    audited(() => [{ ...right, metadata: { big: 1n } }]),
    "detector-failed",
    because(/BigInt/),
  );
  assert.equal((await audited(() => [right])).summary.by_mode.mine.findings, 1);
});

test("what a custom detector throws ends the audit with detector, conversation and cause, and frees its memory", async () => {
  const cause = new RangeError("no such index");
  const calls = [];
  const broken = {
    name: "broken",
    examine({ id }) {
      calls.push(id);
      throw cause;
    },
  };
  await assert.rejects(audit(loops(3), { customDetectors: [broken] }), (problem) => {
    assert.ok(problem instanceof AuditError);
    assert.equal(problem.code, "detector-failed");
    assert.equal(problem.message, "Detector broken, conversation loop-0: RangeError: no such index");
    assert.equal(problem.cause, cause);
    return true;
  });
  assert.deepEqual(calls, ["loop-0"]);
  await rejectsWith(audit(MESSAGES, { customDetectors: [broken] }), "detector-failed", /conversation 71000010/);
  const round = () => {
    const auditor = new Auditor({ customDetectors: [broken] });
    assert.throws(() => auditor.push(BYTES), { code: "detector-failed" });
    assert.throws(() => auditor.finish(), { code: "finished" });
  };
  for (let i = 0; i < 20; i++) round();
  const before = used();
  for (let i = 0; i < 200; i++) round();
  assert.equal(used(), before);
});

test("custom detectors are checked before anything is read, and refused by the worker, which cannot have them", async () => {
  const examine = () => [];
  const wrong = [
    ["x", /customDetectors must be a list/],
    [[null], /customDetectors\[0\] must be an object, and not null/],
    [[{ examine }], /customDetectors\[0\]\.name must be/],
    [[{ name: "My rule", examine }], /name must be small letters, digits and _, and not "My rule"/],
    [[{ name: "death_loop", examine }], /name must be a name that no other detector has/],
    [[FAQ_LINK, FAQ_LINK], /customDetectors\[1\]\.name must be a name that no other/],
    [[{ name: "mine", run: examine }], /no field of customDetectors\[0\] "run"/],
    [[{ name: "mine", examine: true }], /customDetectors\[0\]\.examine must be a function, and not true/],
  ];
  for (const [customDetectors, reason] of wrong) {
    await rejectsWith(audit(TEXT, { customDetectors }), "bad-options", reason);
  }
  await rejectsWith(new AuditWorker().audit(TEXT, { customDetectors: [FAQ_LINK] }), "bad-options", /to a worker/);
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
  for (const { name, title, summary, action, docs, thresholds } of detectors()) {
    assert.ok(name && title && summary && action);
    for (const heading of ["What it finds", "Why it matters", "How it decides", "What it leaves alone", "Example"]) {
      assert.match(docs, new RegExp(`^# ${heading}$`, "m"), name);
    }
    assert.deepEqual(thresholds[0].value, 0.5, "no detector reports what is less likely");
    for (const { value, meaning } of thresholds) assert.ok(Number.isFinite(value) && meaning, name);
  }
  const { thresholds } = detectors().find(({ name }) => name === "silent_churn");
  const meaning = "A rating from here on says that the customer was served, whatever the words look like.";
  assert.deepEqual(
    thresholds.find(({ name }) => name === "GOOD_RATING"),
    { name: "GOOD_RATING", value: 4, meaning },
  );
});
