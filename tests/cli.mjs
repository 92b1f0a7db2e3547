/** The command line as a process: arguments, sources, formats, exit codes, stdout and stderr. */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { deflateRawSync, gzipSync } from "node:zlib";
import Ajv from "ajv/dist/2020.js";
import { LOOP, loops } from "./conversations.mjs";
import { cli, folder } from "./run-cli.mjs";

/** Begins a colour. */
const ESCAPE = "\x1b";

const EXAMPLE = JSON.stringify(LOOP);
/** In which nothing is found. */
const HEALTHY = JSON.stringify({
  id: "healthy",
  messages: [
    { role: "user", content: "When do you open?" },
    { role: "bot", content: "At nine, every day." },
    { role: "user", content: "Great, thank you!" },
  ],
});
const SAMPLE = fileURLToPath(new URL("../www/sample/", import.meta.url));

/** A folder with these files. */
function files(contents) {
  const root = folder();
  for (const [name, content] of Object.entries(contents)) {
    mkdirSync(join(root, name, ".."), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

const reportOf = async (args, options) => {
  const { code, stdout, stderr } = await cli(["analyze", ...args, "--format", "report"], options);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
};

test("the documented jq recipe counts a death loop, a buried escalation and a silent churn", async () => {
  const cwd = files({ "example.json": EXAMPLE });
  const { code, stdout, stderr } = await cli(["analyze", "example.json", "--json"], { cwd });
  assert.equal(code, 0, stderr);
  const recipe = "[.[].detector] | group_by(.) | map({detector: .[0], count: length})";
  const jq = spawnSync("jq", ["-c", recipe], { input: stdout, encoding: "utf8" });
  assert.equal(jq.error, undefined, "the recipe needs jq: install it (on Debian: apt-get install jq)");
  assert.deepEqual(JSON.parse(jq.stdout), [
    { detector: "death_loop", count: 1 },
    { detector: "escalation_burial", count: 1 },
    { detector: "silent_churn", count: 1 },
  ]);
});

test("text is the default, in the documented form", async () => {
  const { code, stdout, stderr } = await cli(["analyze", "-"], { input: EXAMPLE });
  assert.equal(code, 0, stderr);
  const lines = stdout.split("\n");
  assert.equal(lines[0], "Analyzed 1 conversation(s).");
  assert.match(lines[1], /^Detected \d+ failure\(s\)\.$/);
  assert.match(stdout, /^ {2}\[(LOW|MEDIUM|HIGH|CRITICAL) *\] death_loop {15}conv=first-audit conf=0\.\d\d\n {6}\S/m);
  assert.ok(!stdout.includes(ESCAPE), "no colours without a terminal");
  assert.equal(stderr, "");
});

test("files, folders, patterns, stdin, gzip and zip all give their conversations", async () => {
  const one = (id) => JSON.stringify({ ...LOOP, id });
  const cwd = files({
    "a.json": one("a"),
    "folder/b.ndjson": `${one("b1")}\n${one("b2")}\n`,
    "folder/deep/c.json.gz": gzipSync(one("c")),
    "folder/readme.md": "not an export",
    "d.zip": zip({
      "in/": null,
      "in/d1.json": one("d1"),
      "in/d2.json.gz": gzipSync(one("d2")),
      "__MACOSX/._d1.json": "x",
    }),
    "with space.json": one("e"),
  });
  const idsOf = async (...args) =>
    (await reportOf(args, { cwd, input: one("stdin") })).conversations.map(({ id }) => id);
  assert.deepEqual(await idsOf("a.json"), ["a"]);
  assert.deepEqual(await idsOf("folder"), ["b1", "b2", "c"]);
  assert.deepEqual(await idsOf("d.zip"), ["d1", "d2"]);
  assert.deepEqual(await idsOf("-"), ["stdin"]);
  assert.deepEqual(await idsOf("*.json"), ["a", "e"]);
  assert.deepEqual(await idsOf("folder/**/*.{json.gz,ndjson}"), ["b1", "b2", "c"]);
  assert.deepEqual(await idsOf("a.json", "-", "d.zip"), ["a", "stdin", "d1", "d2"]);
});

test("files are named in the report as they were given", async () => {
  const cwd = files({ "a.json": EXAMPLE, "b.zip": zip({ "c.json": EXAMPLE }) });
  const { input } = await reportOf(["a.json", "b.zip"], { cwd });
  assert.deepEqual(
    input.files.map(({ name }) => name),
    ["a.json", "b.zip/c.json"],
  );
});

test("a zip that was cut off, is encrypted, or is packed in an unusual way is refused with the reason", async () => {
  const whole = zip({ "a.json": EXAMPLE });
  const directory = whole.readUInt32LE(whole.length - 22 + 16);
  const changed = (at, value) => {
    const copy = Buffer.from(whole);
    copy.writeUInt16LE(value, directory + at);
    return copy;
  };
  const cwd = files({ "cut.zip": whole.subarray(0, 60), "locked.zip": changed(8, 1), "odd.zip": changed(10, 93) });
  for (const [name, reason] of [
    ["cut.zip", /cut off/],
    ["locked.zip", /encrypted/],
    ["odd.zip", /unusual/],
  ]) {
    const { code, stderr } = await cli(["analyze", name], { cwd });
    assert.equal(code, 2, name);
    assert.match(stderr, reason);
  }
});

test("every format comes out, and --output writes it whole", async () => {
  const begins = {
    text: "Analyzed 1",
    json: "[",
    report: "{",
    markdown: "# ",
    html: "<!doctype html>",
    csv: "\ufeffconversation_id,",
    sarif: "{",
    junit: "<?xml",
  };
  for (const [format, begin] of Object.entries(begins)) {
    const cwd = files({ "example.json": EXAMPLE, out: "old" });
    const shown = await cli(["analyze", "example.json", "--format", format], { cwd });
    assert.ok(shown.stdout.startsWith(begin), `${format}: ${shown.stdout.slice(0, 40)}`);
    const written = await cli(["analyze", "example.json", "--format", format, "--output", "out"], { cwd });
    assert.equal(written.stdout, "");
    assert.equal(readFileSync(join(cwd, "out"), "utf8"), shown.stdout, format);
    assert.deepEqual(readdirSync(cwd), ["example.json", "out"], "nothing is left beside it");
  }
});

test("a file that cannot be written keeps what it holds, and the exit code is 2", async () => {
  const cwd = files({ "example.json": EXAMPLE });
  const { code, stderr } = await cli(["analyze", "example.json", "--output", "missing/out"], { cwd });
  assert.equal(code, 2);
  assert.match(stderr, /missing\/out cannot be written/);
  const failed = await cli(["analyze", "nothing.json", "--output", "out"], { cwd });
  assert.equal(failed.code, 2);
  assert.ok(!existsSync(join(cwd, "out")));
});

test("Ctrl-C while it reads leaves the old file and nothing beside it", async () => {
  const cwd = files({ out: "old" });
  const bin = fileURLToPath(new URL("../npm/bin/chatbot-audit.js", import.meta.url));
  const child = spawn(process.execPath, [bin, "analyze", "-", "--output", "out"], { cwd });
  const ended = new Promise((resolve) => child.on("close", (_, signal) => resolve(signal)));
  child.stdin.write(`${EXAMPLE}\n`);
  setTimeout(() => child.kill("SIGINT"), 1000);
  assert.equal(await ended, "SIGINT");
  assert.deepEqual(readdirSync(cwd), ["out"]);
  assert.equal(readFileSync(join(cwd, "out"), "utf8"), "old");
});

test("--fail-on and --fail-over decide the exit code and say why", async () => {
  const run = (...flags) => cli(["analyze", "-", "--json", ...flags], { input: EXAMPLE });
  const [{ severity }] = JSON.parse((await run()).stdout);
  assert.equal((await run()).code, 0);
  const failed = await run("--fail-on", severity);
  assert.equal(failed.code, 1);
  assert.match(failed.stderr, new RegExp(`finding\\(s\\) at or above ${severity}`));
  assert.ok(JSON.parse(failed.stdout).length > 0, "the report still comes");
  const over = await run("--fail-over", "death_loop=5%");
  assert.equal(over.code, 1);
  assert.match(over.stderr, /death_loop in 100\.0 % of the conversations, above 5\.0 %/);
  assert.equal((await run("--fail-over", "death_loop=1")).code, 0);
  assert.equal((await run("--fail-over", "brand_damage=0")).code, 0);
  for (const wrong of ["death_loop", "death_loop=x", "death_loop=500%", "dead_loop=1"]) {
    assert.equal((await run("--fail-over", wrong)).code, 2, wrong);
  }
});

test("policy, facts, articles, bots, lang, detectors, now and redact reach the engine", async () => {
  const flags = ["--policy", join(SAMPLE, "policy.json"), "--facts", join(SAMPLE, "facts.json")];
  flags.push("--articles", join(SAMPLE, "articles.json"), "--bots", "77,bot@example.org", "--bots", "Helper");
  flags.push("--lang", "en", "--detectors", "death_loop", "--now", "2026-11-01T00:00:00Z", "--redact");
  const { options, summary } = await reportOf(["-", ...flags], { input: EXAMPLE });
  assert.deepEqual(options.policy, JSON.parse(readFileSync(join(SAMPLE, "policy.json"), "utf8")));
  assert.deepEqual(
    Object.keys(options.facts.facts),
    Object.keys(JSON.parse(readFileSync(join(SAMPLE, "facts.json"), "utf8")).facts).sort(),
  );
  assert.deepEqual(options.bots, ["77", "bot@example.org", "Helper"]);
  assert.deepEqual([options.lang, options.now, options.redact], ["en", "2026-11-01T00:00:00Z", true]);
  assert.deepEqual(Object.keys(summary.by_mode), ["death_loop"]);
});

test("a configuration file holds the options, its files beside it; flags go first", async () => {
  const config = {
    $schema: "x",
    lang: "fr",
    policy: "p.json",
    fail_on: "low",
    fail_over: { death_loop: 0 },
    format: "csv",
  };
  const cwd = files({
    "example.json": EXAMPLE,
    "c/config.json": JSON.stringify(config),
    "c/p.json": '{"disallowed_commitment_topics": ["refund"]}',
    "wrong.json": '{"fail_onn": "low"}',
  });
  const { code, stdout, stderr } = await cli(["analyze", "example.json", "--config", "c/config.json", "--lang", "en"], {
    cwd,
  });
  assert.equal(code, 1);
  assert.match(stdout, /^\ufeffconversation_id,/);
  assert.match(stderr, /--fail-on low/);
  assert.match(stderr, /--fail-over death_loop/);
  const args = ["analyze", "example.json", "--config", "c/config.json", "--lang", "en", "--format", "report"];
  const { options } = JSON.parse((await cli(args, { cwd })).stdout);
  assert.equal(options.lang, "en");
  assert.deepEqual(options.policy.disallowed_commitment_topics, ["refund"]);
  const wrong = await cli(["analyze", "example.json", "--config", "wrong.json"], { cwd });
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /wrong\.json: There is no setting "fail_onn"; did you mean "fail_on"\?/);
});

test("a configuration is taken exactly if its schema takes it, and else refused with a sentence", async () => {
  const schema = JSON.parse(readFileSync(new URL("../npm/config.schema.json", import.meta.url), "utf8"));
  const fits = new Ajv({ allowUnionTypes: true }).compile(schema);
  const right = [
    {},
    { $schema: "x", detectors: ["death_loop"], bots: [], lang: "auto", now: "2026-11-01", redact: false },
    { policy: "p.json", facts: "f.json", articles: "a.json", now: 1_793_613_605 },
    { policy: { allowed_commitments: ["x"] }, facts: { facts: { a: 1, b: "2", c: true }, aliases: { a: ["d"] } } },
    { prices: { currency: "EUR", resolution: 0, procedure_handoff: 1.5 }, format: "csv", fail_on: "critical" },
    { fail_over: { death_loop: 0.5, silent_churn: "50%" } },
  ];
  const wrong = [
    [],
    null,
    "csv",
    { format: 5 },
    { format: "cvs" },
    { fail_on: "hihg" },
    { fail_over: "5%" },
    { fail_over: ["death_loop"] },
    { fail_over: { dead_loop: 0.5 } },
    { fail_over: { death_loop: null } },
    { fail_over: { death_loop: 5 } },
    { detectors: "death_loop" },
    { detectors: ["loops"] },
    { bots: [7] },
    { lang: "xx" },
    { articles: 5 },
    { policy: 5 },
    { policy: { alowed_commitments: [] } },
    { facts: { fact: {} } },
    { facts: { facts: { a: ["b"] } } },
    { now: true },
    { redact: "yes" },
    { prices: null },
    { prices: { curency: "EUR" } },
    { prices: { currency: "euro" } },
    { prices: { resolution: "1" } },
    { prices: { resolution: -1 } },
    { customDetectors: [] },
  ];
  const articles = readFileSync(join(SAMPLE, "articles.json"));
  const beside = { "p.json": "{}", "f.json": '{"facts": {}}', "a.json": articles };
  const run = async (config) => {
    const cwd = files({ "c.json": JSON.stringify(config), "healthy.json": HEALTHY, ...beside });
    return cli(["analyze", "healthy.json", "--config", "c.json"], { cwd });
  };
  for (const config of right) {
    assert.ok(fits(config), JSON.stringify(config));
    const { code, stderr } = await run(config);
    assert.equal(code, 0, JSON.stringify(config) + stderr);
  }
  for (const config of wrong) {
    assert.ok(!fits(config), JSON.stringify(config));
    const { code, stdout, stderr } = await run(config);
    assert.deepEqual([code, stdout], [2, ""], JSON.stringify(config));
    assert.match(stderr, /^chatbot-audit: \S.*[.?]\s/s);
    assert.doesNotMatch(stderr, /\n {4}at /, "no stack");
  }
});

test("a limit on a detector that does not run is refused, since it could never fail", async () => {
  const { code, stderr } = await cli(["analyze", "-", "--detectors", "death_loop", "--fail-over", "silent_churn=5%"], {
    input: EXAMPLE,
  });
  assert.equal(code, 2);
  assert.match(stderr, /--fail-over silent_churn could never fail/);
});

test("what cannot be analysed ends with exit code 2, an empty stdout and a sentence", async () => {
  const cwd = files({
    "empty.json": "",
    "page.json": "<!doctype html><title>Sign in</title>",
    "list.json": JSON.stringify({
      type: "conversation.list",
      conversations: [{ type: "conversation", id: "1", source: { body: "<p>Hi</p>", author: { type: "user" } } }],
    }),
    "nothing/readme.md": "",
  });
  for (const name of ["empty.json", "page.json", "list.json", "nothing", "missing.json", "*.xml"]) {
    const { code, stdout, stderr } = await cli(["analyze", name], { cwd });
    assert.equal(code, 2, name);
    assert.equal(stdout, "", name);
    assert.match(stderr, /^chatbot-audit: \S.*[.?]\s/s, name);
    assert.doesNotMatch(stderr, /\n {4}at /, "no stack");
  }
});

test("what was skipped is said on stderr, and the rest is analysed", async () => {
  const { code, stdout, stderr } = await cli(["analyze", "-", "--json"], {
    input: `${EXAMPLE}\n{"id": "cut", "messages": [{"ro`,
  });
  assert.equal(code, 0);
  assert.ok(JSON.parse(stdout).length > 0);
  assert.match(stderr, /^Skipped .* of stdin at byte \d+: \S/m);
});

test("unknown commands and flags are refused with the nearest name", async () => {
  const refused = async (args, reason) => {
    const { code, stdout, stderr } = await cli(args);
    assert.equal(code, 2, args.join(" "));
    assert.equal(stdout, "");
    assert.match(stderr, reason);
  };
  await refused(["analyse", "x"], /did you mean "analyze"/);
  await refused(["analyze", "-", "--fromat", "csv"], /no flag "--fromat"; did you mean "--format"/);
  await refused(["analyze", "-", "--format", "jsn"], /did you mean "json"/);
  await refused(["analyze", "-", "--fail-on", "hihg"], /did you mean "high"/);
  await refused(["analyze", "-", "--output"], /--output needs a value/);
  await refused(["analyze", "-", "--output", "--json"], /--output needs a value/);
  await refused(["analyze", "-", "--json=yes"], /--json takes no value/);
  await refused(["analyze", "-", "--lang", "en", "--lang", "fr"], /--lang is given twice/);
  await refused(["analyze", "-", "--json", "--format", "csv"], /exclude each other/);
  await refused(["analyze"], /What should be analysed/);
  await refused(["compare", "one.json"], /takes two reports/);
  await refused(["export-intercom", "--region", "uk"], /no region "uk"/);
  await refused(["constructor"], /no command/);
});

test("help explains every command, flag and exit code", async () => {
  const { code, stdout } = await cli(["--help"]);
  assert.equal(code, 0);
  assert.equal((await cli([])).stdout, stdout);
  const commands = [...stdout.matchAll(/^ {2}([a-z-]+) {2,}\S/gm)].map(([, name]) => name);
  assert.deepEqual(commands, ["analyze", "analyze-intercom", "export-intercom", "compare", "version"]);
  for (const command of commands) {
    const help = await cli([command, "--help"]);
    assert.equal(help.code, 0);
    assert.match(help.stdout, new RegExp(`^Usage: chatbot-audit ${command}`));
    assert.match(help.stdout, /Exit codes:\n {2}0 {2}analysed/);
    assert.equal((await cli(["help", command])).stdout, help.stdout);
  }
  const { stdout: analyze } = await cli(["analyze", "--help"]);
  for (const flag of "format json output policy facts articles config bots lang detectors fail-on fail-over redact now".split(
    " ",
  )) {
    assert.match(analyze, new RegExp(`^ {2}--${flag} `, "m"));
  }
});

test("version prints the version alone", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../npm/package.json", import.meta.url), "utf8"));
  for (const spelling of ["version", "--version", "-v"]) {
    assert.deepEqual(await cli([spelling]), { code: 0, stdout: `${version}\n`, stderr: "" });
  }
});

test("compare shows what changed, and fails on a regression when asked to", async () => {
  const healthy = loops(200).map(({ id }) => ({
    id,
    reported_resolved: true,
    messages: LOOP.messages.slice(0, 2).concat({ role: "user", content: "Great, thank you!" }),
  }));
  const cwd = files({
    "before.ndjson": healthy.map((one) => JSON.stringify(one)).join("\n"),
    "after.ndjson": loops(200)
      .map((one) => JSON.stringify(one))
      .join("\n"),
  });
  for (const name of ["before", "after"])
    await cli(["analyze", `${name}.ndjson`, "--format", "report", "--output", `${name}.json`], { cwd });
  const worse = await cli(["compare", "before.json", "after.json", "--fail-on-regression"], { cwd });
  assert.equal(worse.code, 1, worse.stderr);
  assert.match(worse.stdout, /worse +Death loop/);
  assert.match(worse.stderr, /Failed: death_loop got worse/);
  assert.equal((await cli(["compare", "before.json", "after.json"], { cwd })).code, 0);
  assert.equal((await cli(["compare", "after.json", "before.json", "--fail-on-regression"], { cwd })).code, 0);
  const table = await cli(["compare", "before.json", "after.json", "--format", "markdown", "--output", "diff.md"], {
    cwd,
  });
  assert.equal(table.code, 0);
  assert.match(readFileSync(join(cwd, "diff.md"), "utf8"), /\|/);
  const wrong = await cli(["compare", "before.ndjson", "after.json"], { cwd });
  assert.equal(wrong.code, 2);
});

test("a reader that closes the pipe early ends the command quietly", () => {
  const input = loops(3000)
    .map((one) => JSON.stringify(one))
    .join("\n");
  const bin = fileURLToPath(new URL("../npm/bin/chatbot-audit.js", import.meta.url));
  const { stdout, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${bin}" analyze - --json | head -c 20`], {
    input,
    encoding: "utf8",
  });
  assert.equal(stdout.length, 20);
  assert.equal(stderr, "");
});

test("progress and colours are for terminals", async () => {
  const cwd = files({ "example.json": EXAMPLE });
  const bin = fileURLToPath(new URL("../npm/bin/chatbot-audit.js", import.meta.url));
  // `script` gives the command a terminal.
  const inTerminal = (env) =>
    spawnSync("script", ["-qec", `"${process.execPath}" "${bin}" analyze example.json`, "/dev/null"], {
      cwd,
      encoding: "utf8",
      env: { PATH: process.env.PATH, TERM: "xterm-256color", ...env },
    });
  const { error, stdout } = inTerminal({});
  assert.equal(error, undefined, "the test needs script (on Debian: apt-get install bsdutils)");
  assert.match(stdout, /█.* 100 %/);
  assert.match(stdout, new RegExp(`${ESCAPE}\\[\\d\\dm {2}\\[\\w+ *\\]${ESCAPE}\\[0m death_loop`));
  assert.doesNotMatch(inTerminal({ NO_COLOR: "1" }).stdout, new RegExp(`${ESCAPE}\\[\\d\\dm`));
});

/** A zip archive with these files, packed; null makes a folder. */
function zip(contents) {
  const parts = [];
  const records = [];
  let offset = 0;
  for (const [name, content] of Object.entries(contents)) {
    const plain = Buffer.from(content ?? "");
    const packed = deflateRawSync(plain);
    const label = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(plain.length, 18);
    common.writeUInt16LE(label.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, label, packed]);
    const record = Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, Buffer.alloc(14), label]);
    record.writeUInt32LE(offset, 42);
    parts.push(local);
    records.push(record);
    offset += local.length;
  }
  const directory = Buffer.concat(records);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(records.length, 8);
  end.writeUInt16LE(records.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}
