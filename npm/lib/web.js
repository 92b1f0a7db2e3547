/** The package in browsers and bundlers: the engine is loaded when it is first needed. */

import { init, setStandardSource } from "./engine.js";

setStandardSource(new URL("../dist/analyzer_bg.wasm", import.meta.url));

export * from "./api.js";
export { init };
