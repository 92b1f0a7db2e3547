#!/usr/bin/env node
/** The command `chatbot-audit`. */

import { main } from "../cli/main.js";

process.exitCode = await main(process.argv.slice(2));
