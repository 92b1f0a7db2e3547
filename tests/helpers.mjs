/** Helpers beside the worker that leads an audit: the report is the same with any number of them, whatever becomes of them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces } from "../benches/generate.mjs";
import { Auditor } from "../npm/lib/api.js";
import { Helpers, help } from "../npm/lib/helpers.js";
import { helper } from "../npm/lib/helping.js";
import { AuditError, audit, auditStream } from "../npm/lib/node.js";

const EXPORT = Buffer.from([...pieces(26 << 20, "compact", 5)].join(""));
const ALONE = JSON.stringify(await audit(EXPORT, { workers: 1 }));

test("the report is the same with any number of workers, byte for byte", async () => {
  assert.ok(JSON.parse(ALONE).detections.length > 500);
  for (const workers of [undefined, 2, 3, 8]) assert.ok(JSON.stringify(await audit(EXPORT, { workers })) === ALONE);
});

test("a stream of findings is the same too, in the same order", async () => {
  const all = async (workers) => {
    const examined = [];
    for await (const one of auditStream(EXPORT, { workers, redact: true })) examined.push(one);
    return JSON.stringify(examined);
  };
  assert.ok((await all(3)) === (await all(1)));
});

test("a file that breaks off is told the same way", async () => {
  async function* broken() {
    yield EXPORT.subarray(0, 9 << 20);
    throw new Error("gone");
  }
  const file = { name: "a.json", size: EXPORT.length, stream: broken };
  const [alone, shared] = [await audit(file, { workers: 1 }), await audit(file, { workers: 3 })];
  assert.match(shared.input.skipped.at(-1).reason, /gone/);
  assert.deepEqual(shared, alone);
});

test("detectors of the caller run in one place, whatever the number of workers", async () => {
  const seen = [];
  const customDetectors = [{ name: "seen", examine: ({ id }) => void seen.push(id) }];
  const { conversations } = await audit(EXPORT, { customDetectors, workers: 4 });
  assert.deepEqual(
    seen,
    conversations.map(({ id }) => id),
  );
});

test("an audit that is stopped ends its helpers", async () => {
  const stop = new AbortController();
  const stopped = audit(EXPORT, {
    workers: 3,
    signal: stop.signal,
    onProgress: ({ bytes }) => bytes > 6 << 20 && stop.abort(),
  });
  await assert.rejects(stopped, { name: "AbortError" });
  const threads = () => process.getActiveResourcesInfo().filter((name) => name === "Worker" || name === "MessagePort");
  for (let turn = 0; turn < 100 && threads().length > 0; turn++) await new Promise((next) => setTimeout(next, 20));
  assert.deepEqual(threads(), []);
});

test("a number of workers that is none is refused", async () => {
  for (const workers of [0, 1.5, "2"]) await assert.rejects(audit("[]", { workers }), { code: "bad-options" });
});

/** The report where helpers are started by `start`, and how many batches they were sent. */
async function led(start) {
  const auditor = new Auditor();
  let sent = 0;
  const counted = (hear, lost) => {
    const worker = start(hear, lost);
    return {
      ...worker,
      send: (message) => {
        sent += message.batch ? 1 : 0;
        worker.send(message);
      },
    };
  };
  const helpers = new Helpers(auditor, counted, { options: {} }, 3);
  auditor.begin("input");
  for (let at = 0; at < EXPORT.length; at += 1 << 20) {
    auditor.push(EXPORT.subarray(at, at + (1 << 20)));
    helpers.grow(EXPORT.length);
    await helpers.deal();
  }
  await helpers.settled();
  helpers.end();
  return { report: JSON.stringify(auditor.finish()), sent };
}

/** A helper on this thread; `fate` may do with the answer for a batch what it likes. */
function tame(fate) {
  return (hear, lost) => {
    const answer = help(helper({}), (message) => ("batch" in message ? fate(message, hear, lost) : hear(message)));
    return { send: (message) => message.batch && setImmediate(answer, message), end() {} };
  };
}

for (const [what, start] of Object.entries({
  "that work": tame((answer, hear) => hear(answer)),
  "that cannot be started": () => {
    throw new Error("no more threads");
  },
  "that never start": () => ({ send() {}, end() {} }),
  "that die at once": (_, lost) => ({ send: () => setImmediate(lost), end() {} }),
  "that die over their fifth batch": tame((answer, hear, lost) => (answer.batch < 5 ? hear(answer) : lost())),
  "that answer nonsense": tame(({ batch }, hear) => hear({ batch, answers: new Uint8Array([1, 2, 3]) })),
  "that answer twice": tame((answer, hear) => [hear(answer), hear(answer)]),
  "that answer late and in any order": tame((answer, hear) => setTimeout(hear, (answer.batch * 7) % 40, answer)),
})) {
  test(`the report is the same with helpers ${what}`, async () => {
    const { report, sent } = await led(start);
    assert.ok(report === ALONE);
    assert.equal(sent > 0, !/cannot be started|never start|die at once/.test(what), `${sent} batches`);
  });
}

test("what an answer does to the audit that leads comes out of it", async () => {
  const problem = new AuditError("crash", "The engine stopped.");
  const leader = {
    share() {},
    batch: () => (leader.given++ < 1 ? new Uint8Array(1) : undefined),
    given: 0,
    settle() {
      throw problem;
    },
  };
  const helpers = new Helpers(
    leader,
    tame((answer, hear) => hear(answer)),
    {},
    2,
  );
  helpers.grow(EXPORT.length);
  await helpers.deal();
  await assert.rejects(helpers.settled(), problem);
  helpers.end();
});
