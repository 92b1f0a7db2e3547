/** The way from Intercom: export-intercom and analyze-intercom against a server on loopback that behaves like the API. */

import assert from "node:assert/strict";
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Intercom } from "../npm/cli/intercom.js";
import { conversation, FIRST_DAY, intercom, TOKEN } from "./export-server.mjs";
import { cli, folder } from "./run-cli.mjs";

/** Everything that any run printed, to look for the token in it. */
let printed = "";

/** Runs a command against a server. */
async function pull(server, args, options = {}) {
  const result = await cli([...args, "--host", server.url], { env: { INTERCOM_ACCESS_TOKEN: TOKEN }, ...options });
  printed += result.stdout + result.stderr;
  return result;
}

const linesOf = (text) =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const idsOf = (text) => linesOf(text).map(({ id }) => id);

test("every conversation is fetched whole, once, in the list's order", async (t) => {
  const server = await intercom({ count: 8 });
  t.after(server.close);
  const { code, stdout, stderr } = await pull(server, ["export-intercom"]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(linesOf(stdout), server.all);
  for (const { headers } of server.log) assert.equal(headers["intercom-version"], "2.14");
  const lists = server.log.filter(({ path }) => path === "/conversations");
  assert.deepEqual(
    lists.map(({ query }) => query.get("per_page")),
    ["150", "150", "150"],
  );
  assert.deepEqual(
    lists.map(({ query }) => query.get("starting_after")),
    [null, "Mw==", "Ng=="],
  );
});

test("a limit stops the list early", async (t) => {
  const server = await intercom({ count: 8 });
  t.after(server.close);
  const { stdout } = await pull(server, ["export-intercom", "--limit", "2"]);
  assert.deepEqual(idsOf(stdout), ["4200", "4201"]);
  assert.equal(server.log.length, 3);
});

test("dates and states go through the search, and its rounding to days is undone", async (t) => {
  const server = await intercom({ count: 10 });
  t.after(server.close);
  const args = ["export-intercom", "--since", "2026-01-03", "--until", "2026-01-07", "--state", "closed"];
  const { code, stdout, stderr } = await pull(server, args);
  assert.equal(code, 0, stderr);
  assert.deepEqual(idsOf(stdout), ["4202", "4204"]);
  const { body } = server.log.find(({ method }) => method === "POST");
  assert.deepEqual(JSON.parse(body).query, {
    operator: "AND",
    value: [
      { field: "created_at", operator: ">", value: FIRST_DAY + 2 * 86_400 - 1 },
      { field: "created_at", operator: "<", value: FIRST_DAY + 6 * 86_400 },
      { field: "state", operator: "=", value: "closed" },
    ],
  });
});

test("a file is continued without gaps or doubles, also when its last line was cut off", async (t) => {
  const server = await intercom({ count: 8 });
  t.after(server.close);
  const output = join(folder(), "export.ndjson");
  await pull(server, ["export-intercom", "--limit", "3", "--output", output]);
  appendFileSync(output, '{"type":"conversation","id":"4203","sour');
  const before = server.log.length;
  const { code, stderr } = await pull(server, ["export-intercom", "--output", output]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(linesOf(readFileSync(output, "utf8")), server.all);
  const fetched = server.log.slice(before).filter(({ path }) => path !== "/conversations");
  assert.equal(fetched.length, 5, "what the file holds is not fetched again");
});

test("a run that is killed can be continued", async (t) => {
  const server = await intercom({ count: 40, limit: 15 });
  t.after(server.close);
  const output = join(folder(), "export.ndjson");
  const killed = await pull(server, ["export-intercom", "--output", output], {
    onStart: (child) => setTimeout(() => child.kill("SIGINT"), 1200),
  });
  assert.notEqual(killed.code, 0);
  const first = readFileSync(output, "utf8");
  assert.ok(idsOf(first).length < 40, "it was killed in the middle");
  const { code, stderr } = await pull(server, ["export-intercom", "--output", output]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    idsOf(readFileSync(output, "utf8")),
    server.all.map(({ id }) => id),
  );
});

test("a file that is no export is left alone", async (t) => {
  const server = await intercom();
  t.after(server.close);
  const output = join(folder(), "notes.txt");
  writeFileSync(output, "my notes\n");
  const { code, stderr } = await pull(server, ["export-intercom", "--output", output]);
  assert.equal(code, 2);
  assert.match(stderr, /is not an export of this command/);
  assert.equal(readFileSync(output, "utf8"), "my notes\n");
});

test("faults that pass are waited out: 500, 502, a cut, a dropped, a malformed and a wrong answer", async (t) => {
  const faults = {
    "/conversations": [500],
    "/conversations/4200": [502, "cut"],
    "/conversations/4201": ["drop", "malformed"],
    "/conversations/4202": ["other", 429],
  };
  const server = await intercom({ count: 4, faults });
  t.after(server.close);
  const { code, stdout, stderr } = await pull(server, ["export-intercom"]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(linesOf(stdout), server.all);
});

test("a fault that stays ends the run with its reason, after several attempts with growing pauses", async (t) => {
  const server = await intercom({ faults: { "/conversations/4201": Array(99).fill(500) } });
  t.after(server.close);
  const pauses = [];
  const sleep = async (ms) => pauses.push(ms);
  const client = new Intercom({ token: TOKEN, host: server.url, sleep });
  await assert.rejects(client.conversation("4201"), (problem) => {
    assert.equal(problem.code, "api-error");
    assert.match(problem.message, /\/conversations\/4201, 7 times: it answered 500/);
    return true;
  });
  assert.equal(pauses.length, 6);
  for (const [index, pause] of pauses.entries()) {
    const longest = 500 * 2 ** index;
    assert.ok(pause >= longest / 2 && pause <= longest, `pause ${index} is ${pause} ms`);
  }
});

test("an answer that takes too long is asked for again", async (t) => {
  const server = await intercom({ faults: { "/conversations/4200": ["slow"] } });
  t.after(server.close);
  const client = new Intercom({ token: TOKEN, host: server.url, patience: 200 });
  assert.deepEqual(await client.conversation("4200"), conversation(0));
  assert.equal(server.log.length, 2);
});

test("the rate limit is kept by its headers", async (t) => {
  const server = await intercom({ count: 30, limit: 12 });
  t.after(server.close);
  const { code, stdout, stderr } = await pull(server, ["export-intercom"]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    idsOf(stdout),
    server.all.map(({ id }) => id),
  );
  assert.ok(server.state.limited <= 12, `${server.state.limited} requests were above the limit`);
});

test("several requests are under way at once, but not too many", async (t) => {
  const faults = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`/conversations/${4200 + n}`, ["slow"]]));
  const server = await intercom({ count: 60, faults });
  t.after(server.close);
  const { code } = await pull(server, ["export-intercom"]);
  assert.equal(code, 0);
  assert.ok(server.state.most > 5 && server.state.most <= 21, `${server.state.most} at once`);
});

test("a conversation that was deleted meanwhile is left out and said", async (t) => {
  const server = await intercom({ count: 3, deleted: ["4201"] });
  t.after(server.close);
  const { code, stdout, stderr } = await pull(server, ["export-intercom"]);
  assert.equal(code, 0);
  assert.deepEqual(idsOf(stdout), ["4200", "4202"]);
  assert.match(stderr, /Conversation 4201 was deleted meanwhile/);
});

test("a wrong token and a missing permission end the run at once, each with its reason", async (t) => {
  const server = await intercom({ faults: { "/conversations": [403] } });
  t.after(server.close);
  const env = { INTERCOM_ACCESS_TOKEN: "wrong" };
  const wrong = await pull(server, ["export-intercom"], { env });
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /the access token is not valid/);
  assert.doesNotMatch(wrong.stderr, /wrong/);
  const forbidden = await pull(server, ["export-intercom"]);
  assert.equal(forbidden.code, 2);
  assert.match(forbidden.stderr, /may not read conversations/);
  assert.equal(server.log.length, 2);
});

test("a token is taken from the environment only", async () => {
  const missing = await cli(["export-intercom"]);
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /INTERCOM_ACCESS_TOKEN is not set/);
  for (const args of [["--token", TOKEN], [`--token=${TOKEN}`], ["--access-token", TOKEN], ["--api-key", TOKEN]]) {
    const refused = await cli(["analyze-intercom", ...args]);
    printed += refused.stdout + refused.stderr;
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /can be read by every program on the machine/);
  }
  const broken = await cli(["export-intercom"], { env: { INTERCOM_ACCESS_TOKEN: `${TOKEN}\nx` } });
  printed += broken.stdout + broken.stderr;
  assert.equal(broken.code, 2);
  assert.match(broken.stderr, /characters that no token has/);
});

test("nothing but the chosen host is spoken to, whatever the answers say", async (t) => {
  let visits = 0;
  const other = createServer((_, response) => {
    visits += 1;
    response.end("{}");
  });
  await new Promise((resolve) => other.listen(0, "127.0.0.1", resolve));
  const elsewhere = `http://127.0.0.1:${other.address().port}`;
  const articles = [[{ id: "1", title: "Refunds" }], [{ id: "2", title: "Parcels" }]];
  const server = await intercom({ count: 2, articles, elsewhere, faults: { "/conversations/4200": ["redirect"] } });
  t.after(() => {
    server.close();
    other.close();
  });
  const path = join(folder(), "articles.ndjson");
  const { code, stdout, stderr } = await pull(server, ["export-intercom", "--articles", path]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(idsOf(stdout), ["4200", "4201"]);
  assert.deepEqual(linesOf(readFileSync(path, "utf8")), articles.flat());
  assert.equal(visits, 0);
});

test("the host can be changed to this machine only, with a warning", async (t) => {
  const server = await intercom({ count: 1 });
  t.after(server.close);
  assert.match((await pull(server, ["export-intercom"])).stderr, /^Warning: --host is for tests/);
  for (const host of [
    "https://api.intercom.io.example.com",
    "http://127.0.0.1.example.com",
    "http://localhost@example.com",
  ]) {
    const { code, stderr } = await cli(["export-intercom", "--host", host], { env: { INTERCOM_ACCESS_TOKEN: TOKEN } });
    assert.equal(code, 2);
    assert.match(stderr, /takes only a server on this machine/);
  }
});

test("each region has its host", async (t) => {
  const asked = [];
  t.mock.method(globalThis, "fetch", async (url) => {
    asked.push(new URL(url).origin);
    return Response.json({ id: "1" });
  });
  for (const region of ["us", "eu", "au"]) await new Intercom({ token: TOKEN, region }).conversation("1");
  assert.deepEqual(asked, ["https://api.intercom.io", "https://api.eu.intercom.io", "https://api.au.intercom.io"]);
});

test("only one file of the package can send anything", () => {
  const root = fileURLToPath(new URL("../npm/", import.meta.url));
  const senders = ["bin", "cli", "lib"]
    .flatMap((part) => readdirSync(join(root, part)).map((name) => `${part}/${name}`))
    .filter((path) =>
      /\bfetch\(|XMLHttpRequest|WebSocket|node:(http|https|net|tls|dgram|dns)\b/.test(
        readFileSync(join(root, path), "utf8"),
      ),
    );
  assert.deepEqual(senders, ["cli/intercom.js"]);
});

test("analyze-intercom audits the same pull", async (t) => {
  const server = await intercom({ count: 12 });
  t.after(server.close);
  const text = await pull(server, ["analyze-intercom", "--limit", "10"]);
  assert.equal(text.code, 0, text.stderr);
  assert.match(text.stdout, /^Analyzed 10 conversation\(s\)\.\nDetected \d+ failure\(s\)\.\n/);
  const { stdout } = await pull(server, ["analyze-intercom", "--limit", "10", "--format", "report"]);
  const report = JSON.parse(stdout);
  assert.deepEqual(
    report.conversations.map(({ id }) => id),
    server.all.slice(0, 10).map(({ id }) => id),
  );
  assert.ok(Array.isArray(JSON.parse((await pull(server, ["analyze-intercom", "--json"])).stdout)));
});

test("analyze-intercom does not pass a broken pull off as a whole one", async (t) => {
  const server = await intercom({ count: 3, faults: { "/conversations/4201": [400] } });
  t.after(server.close);
  const { code, stdout, stderr } = await pull(server, ["analyze-intercom"]);
  assert.equal(code, 2);
  assert.equal(stdout, "");
  assert.match(stderr, /Intercom refused: it answered 400/);
});

after(() => assert.ok(!printed.includes(TOKEN), "the token is never printed"));
