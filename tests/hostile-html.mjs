/** Message bodies made to exhaust memory or time, through the optimised .wasm: each gives its words within bounds. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { audit } from "chatbot-audit";
import { BODIES } from "./hostile/bodies.mjs";

/** What one body may take of WebAssembly's memory, which never shrinks: a browser's tab must live with it. */
const MOST_MEGABYTES = 256;

/** A process of its own for each body, so that memory counts for it alone; ended where work grows faster than the body. */
const MOST_MILLISECONDS = 30_000;

const child = fileURLToPath(new URL("hostile/bodies.mjs", import.meta.url));

for (const name of Object.keys(BODIES)) {
  test(name, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [child, name], { timeout: MOST_MILLISECONDS });
    assert.equal(status, 0, `${stderr}`);
    const { came, megabytes } = JSON.parse(`${stdout}`);
    assert.deepEqual(came, [true, true], "the words of a transcript and of innerText");
    assert.ok(megabytes <= MOST_MEGABYTES, `${megabytes} MB`);
  });
}

test("a report says that a body went beyond a limit", async () => {
  const warned = async (body) => {
    const messages = [{ role: "customer", content: body }];
    const { input } = await audit({ conversations: [{ id: "1", messages }] });
    return input.warnings.some(({ code }) => code === "simplified-markup");
  };
  assert.equal(await warned(`${"<div>".repeat(300)}words`), false);
  assert.equal(await warned(`${"<div>".repeat(600)}words`), true);
  assert.equal(await warned(`<p>${"<a href=x>y</a>".repeat(20_000)}</p>`), true);
});
