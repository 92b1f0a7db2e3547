#!/usr/bin/env node
/** The command `chatbot-audit`. */

import { setFlagsFromString } from "node:v8";

// Node 20 optimises a function of WebAssembly after far less work than later ones do, and a short run is over before that pays.
if (process.versions.node.startsWith("20.")) setFlagsFromString("--wasm-tiering-budget=50000000");

const { main } = await import("../cli/main.js");
process.exitCode = await main(process.argv.slice(2));
