/** A helper in a thread of Node, Deno or Bun. */

import { readFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { loadSync } from "./engine.js";
import { help } from "./helpers.js";
import { helper } from "./helping.js";

loadSync(readFileSync(new URL("../dist/analyzer_bg.wasm", import.meta.url)));
parentPort?.once("message", ({ options }) => {
  const answer = help(helper(options), (message, transfer) => parentPort?.postMessage(message, transfer));
  parentPort?.on("message", answer);
});
