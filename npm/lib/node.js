/** The package in Node, Deno and Bun: the engine is loaded from the disk at import. */

import { readFileSync } from "node:fs";
import { init, loadSync } from "./engine.js";

loadSync(readFileSync(new URL("../dist/analyzer_bg.wasm", import.meta.url)));

export * from "./api.js";
export { init };
