/** Runs the command line as a process of its own, for tests. */

import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../npm/bin/chatbot-audit.js", import.meta.url));

/** A new empty folder. */
export function folder() {
  return mkdtempSync(join(tmpdir(), "chatbot-audit-"));
}

/**
 * @param {string[]} args
 * @param {{ input?: string | Buffer, env?: Record<string, string>, cwd?: string, bin?: string, onStart?: (child) => void }} [options]
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string }>}
 */
export function cli(args, { input = "", env = {}, cwd, bin = BIN, onStart } = {}) {
  const { INTERCOM_ACCESS_TOKEN: _, ...clean } = process.env;
  const child = spawn(process.execPath, [bin, ...args], { cwd, env: { ...clean, ...env } });
  const result = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    result.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    result.stderr += chunk;
  });
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  onStart?.(child);
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...result })));
}
