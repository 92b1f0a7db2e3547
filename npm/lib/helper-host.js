/** A helper in a thread of Node, Deno or Bun. */

import { readFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { helper } from "./api.js";
import { loadSync } from "./engine.js";
import { help } from "./helpers.js";

loadSync(readFileSync(new URL("../dist/analyzer_bg.wasm", import.meta.url)));
parentPort?.on(
  "message",
  help(helper, (answer, transfer) => parentPort?.postMessage(answer, transfer)),
);
