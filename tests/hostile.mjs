/** No text from outside becomes anything but text, in no rendering. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { audit, FORMATS, htmlToText, redact, render, transcript } from "chatbot-audit";
import { csvCells, htmlNodes, markdownNodes, semicolonCells, xmlNodes } from "./hostile/parsers.mjs";
import { conversation, options, PAYLOADS } from "./hostile/payloads.mjs";

/** A word that no report uses by itself. Where it stands, a payload may stand. */
const WORD = "Qzplain";

/** What steers a terminal or turns the direction of writing. */
const STEERING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** What renderings leave out of foreign text. */
const LEFT_OUT = new RegExp(`${STEERING.source}|[\\ufeff\\ufffe\\uffff]`, "gu");

/** A spreadsheet takes a cell for a formula that begins so. */
const FORMULA = /^[\s"]*[=+\-@＝＋－＠]/u;

/** A report of findings in which every text from outside is WORD. @type {import("chatbot-audit").Report} */
let plain;

before(async () => {
  const file = new File([JSON.stringify([conversation(WORD, 0), { id: WORD }, conversation(WORD, 0)])], WORD);
  plain = await audit(file, options(WORD));
  assert.equal(plain.input.conversations, 1);
  assert.ok(plain.input.skipped.length > 0);
  const quote = { message_index: 0, quote: WORD, note: WORD, role: "customer", part_id: WORD, start: 0, end: 7 };
  const quotes = ["customer", "bot", "human"].map((role) => ({ ...quote, role }));
  plain.conversations[0].detections.push(plain.detections.length);
  plain.detections.push({
    conversation_id: WORD,
    detector: "death_loop",
    failure_mode: "death_loop",
    severity: "critical",
    confidence: 0.8,
    explanation: WORD,
    evidence: quotes,
    counter_evidence: quotes,
    recommended_action: "escalate",
    metadata: { [WORD]: WORD },
  });
  plain.input.warnings.push({ code: WORD, message: WORD });
});

/** The report with `text` for WORD, also inside longer texts. @param {string} text @returns {any} */
function hostile(text) {
  return JSON.parse(JSON.stringify(plain).replaceAll(WORD, () => JSON.stringify(text).slice(1, -1)));
}

/** Foreign text as renderings show it: on lines of its own, or on one line. @param {string} text */
const lines = (text) => text.replace(LEFT_OUT, "");
const line = (text) => text.replace(/[\n\r\t\u2028\u2029]/g, " ").replace(LEFT_OUT, "");

/**
 * The same nodes in the same order; a text or value may differ where WORD stood, and is then one of `shown`.
 * @param {{ kind: string, value?: string }[]} found
 * @param {{ kind: string, value?: string }[]} expected
 * @param {string[]} shown
 */
function sameNodes(found, expected, shown) {
  const wanted = expected
    .map(({ kind, value = "" }) => ({ kind, values: shown.map((text) => value.replaceAll(WORD, () => text)) }))
    .filter(({ kind, values }) => kind !== "text" || values.some(Boolean));
  for (const [index, { kind, values }] of wanted.entries()) {
    assert.equal(found[index]?.kind, kind, `at node ${index}: ${JSON.stringify(found[index])}`);
    const value = found[index].value ?? "";
    assert.ok(values.includes(value), `${kind} is ${JSON.stringify(value)} instead of ${JSON.stringify(values)}`);
  }
  assert.equal(found.length, wanted.length);
}

/** Checks all payloads and names those that fail. @param {(text: string) => void} check */
function everyPayload(check) {
  const failures = [];
  for (const { category, text } of PAYLOADS) {
    try {
      check(text);
    } catch (problem) {
      failures.push(`${category} ${JSON.stringify(text)}: ${problem.message}`);
    }
  }
  assert.equal(failures.length, 0, `${failures.length} payloads:\n${failures.slice(0, 10).join("\n")}`);
}

test("there are enough payloads, and none twice", () => {
  assert.ok(PAYLOADS.length >= 500);
  assert.equal(new Set(PAYLOADS.map(({ text }) => text)).size, PAYLOADS.length);
});

test("HTML has the same elements, attributes and comments whatever the text", () => {
  const expected = htmlNodes(render(plain, "html"));
  assert.ok(expected.filter(({ value }) => value?.includes(WORD)).length > 10);
  everyPayload((text) => sameNodes(htmlNodes(render(hostile(text), "html")), expected, [lines(text)]));
});

test("Markdown renders to the same elements, attributes and comments whatever the text", () => {
  const expected = markdownNodes(render(plain, "markdown"));
  assert.ok(expected.filter(({ value }) => value?.includes(WORD)).length > 5);
  everyPayload((text) => {
    // Of text without a visible character no code is left; a comment keeps a mention from reaching anybody.
    if (line(text).trim() === "") return;
    // A quote of several lines or paragraphs has its breaks.
    const kinds = (nodes) =>
      nodes.map(({ kind }) => kind).filter((kind) => !/^(text|comment|end|<.* (p|br)>)$/.test(kind));
    const found = markdownNodes(render(hostile(text), "markdown"));
    assert.deepEqual(kinds(found), kinds(expected));
    for (const { kind, value } of found) if (kind === "comment") assert.equal(value, " ");
  });
});

test("JUnit is well-formed XML with the same elements whatever the text", () => {
  const expected = xmlNodes(render(plain, "junit"));
  everyPayload((text) => sameNodes(xmlNodes(render(hostile(text), "junit")), expected, [lines(text), line(text)]));
});

test("CSV has the same cells whatever the text, and none is a formula under any delimiter", () => {
  const expected = csvCells(render(plain, "csv"));
  everyPayload((text) => {
    const csv = render(hostile(text), "csv");
    const found = csvCells(csv);
    assert.deepEqual(
      found.map((record) => record.length),
      expected.map((record) => record.length),
    );
    // An apostrophe defuses a formula, a tab becomes a blank; all else stays.
    const bare = (cell) => cell.replace(/['\s]/g, "");
    for (const [row, record] of found.entries()) {
      for (const [column, cell] of record.entries()) {
        assert.equal(bare(cell), bare(expected[row][column].replaceAll(WORD, () => lines(text))));
        assert.doesNotMatch(cell, FORMULA);
      }
    }
    for (const cell of semicolonCells(csv)) assert.doesNotMatch(cell, FORMULA);
  });
});

test("text for terminals has no character that steers one, and no line of theirs", () => {
  const expected = render(plain, "text").split("\n");
  everyPayload((text) => {
    const found = render(hostile(text), "text").split("\n");
    assert.deepEqual(
      found,
      expected.map((row) => row.replaceAll(WORD, () => line(text))),
    );
    for (const row of found) assert.doesNotMatch(row, STEERING);
  });
});

test("JSON, the report and SARIF can be read back, with every character where it was", () => {
  const sarif = JSON.parse(render(plain, "sarif"));
  everyPayload((text) => {
    const report = hostile(text);
    assert.deepEqual(JSON.parse(render(report, "json")), report.detections);
    assert.deepEqual(JSON.parse(render(report, "report")), report);
    const found = JSON.parse(render(report, "sarif"));
    assert.equal(found.runs[0].results.length, sarif.runs[0].results.length);
    assert.deepEqual(Object.keys(found.runs[0]), Object.keys(sarif.runs[0]));
    for (const { location } of found.runs[0].artifacts) assert.match(location.uri, /^[\w.~/%-]*$/);
  });
});

test("an export full of them is audited, rendered and read without harm", async () => {
  const attributes = new Set(htmlNodes(render(plain, "html")).map(({ kind }) => kind));
  const dangers = /^@(on|src|href|action|formaction|srcdoc|data|poster|background|ping|xlink)/;
  for (const [index, { text }] of PAYLOADS.entries()) {
    const name = `${text}.json`;
    const bytes = JSON.stringify(conversation(text, index));
    const source = { name, size: null, stream: () => new Blob([bytes]).stream() };
    const report = await audit(source, options(text));
    assert.equal(report.input.conversations, 1, text);
    assert.equal(report.input.files[0].name, name);
    for (const format of FORMATS) assert.equal(typeof render(report, format), "string");
    for (const { kind } of htmlNodes(render(report, "html"))) {
      assert.doesNotMatch(kind, dangers);
      assert.ok(attributes.has(kind) || /^<http:\/\/www.w3.org/.test(kind), `${kind} for ${text}`);
    }
    const { messages } = transcript(bytes, options(text));
    assert.ok(messages.length >= 8);
    for (const { evidence } of report.detections) {
      for (const { message_index, quote, start, end } of evidence) {
        assert.equal(messages[message_index].text.slice(start, end), quote);
      }
    }
  }
});

test("a conversation that comes in pieces gives its transcript from its row's bytes and its id", async () => {
  for (const sample of [
    "csv/prodsight.csv",
    "airbyte/protocol.jsonl",
    "singer/records.jsonl",
    "webhook/archive.ndjson",
  ]) {
    const bytes = readFileSync(new URL(`samples/${sample}`, import.meta.url));
    const { conversations } = await audit(bytes);
    assert.ok(conversations.length > 0);
    for (const { id, start, end, customer_messages } of conversations) {
      const shown = transcript(bytes.subarray(start, end), {}, id);
      assert.equal(shown.id, id);
      assert.equal(shown.messages.filter(({ role }) => role === "customer").length, customer_messages);
    }
  }
});

test("reports and transcripts leave the prototypes of the page alone", async () => {
  for (const text of ["__proto__", "constructor", '{"__proto__":{"polluted":true}}']) {
    await audit(JSON.stringify({ ...conversation(text, 0), [text]: { polluted: true } }), options(text));
    transcript(JSON.stringify(conversation(text, 0)));
    htmlToText(text);
    redact(text);
  }
  const nested = '{"id":"1","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"messages":[]}';
  await audit(nested);
  assert.equal({}.polluted, undefined);
  assert.deepEqual(Object.keys(Object.prototype), []);
});
