/** The package in Node, Deno and Bun: the engine is loaded from the disk at import, and large files are read by several threads. */

import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { init, loadSync } from "./engine.js";
import { setHelpers } from "./helping.js";

loadSync(readFileSync(new URL("../dist/analyzer_bg.wasm", import.meta.url)));

setHelpers((hear, lost) => {
  const worker = new Worker(new URL("./helper-host.js", import.meta.url));
  worker.on("message", hear);
  worker.on("error", lost);
  return { send: (message, transfer) => worker.postMessage(message, transfer), end: () => void worker.terminate() };
}, availableParallelism());

export * from "./api.js";
export { init };
