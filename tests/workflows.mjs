/** The workflows and the action: what they promise, and their commands run as a runner would run them. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { LOOP } from "./conversations.mjs";
import { folder } from "./run-cli.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (path) => parse(readFileSync(join(ROOT, path), "utf8"));

const workflows = readdirSync(join(ROOT, ".github/workflows")).map((name) => `.github/workflows/${name}`);
const action = read("action.yml");

let tarball = "";
before(() => {
  const target = folder();
  const args = ["pack", join(ROOT, "npm"), "--json", "--pack-destination", target];
  const { stdout } = spawnSync("npm", args, { encoding: "utf8" });
  tarball = join(target, JSON.parse(stdout)[0].filename);
});

/** A runner: a work folder, and the files and variables that steps pass on. */
function runner() {
  const work = folder();
  const temp = folder();
  const files = { GITHUB_PATH: join(temp, "path"), GITHUB_STEP_SUMMARY: join(temp, "summary") };
  for (const path of Object.values(files)) writeFileSync(path, "");
  return {
    work,
    summary: () => readFileSync(files.GITHUB_STEP_SUMMARY, "utf8"),
    put: (name, content) => writeFileSync(join(work, name), content),
    get: (name) => readFileSync(join(work, name), "utf8"),
    /** Runs one step of the action with these inputs; returns its exit code and output. */
    step(name, inputs = {}, path = []) {
      const { run, env = {} } = action.runs.steps.find((step) => step.name === name);
      const value = (key) => inputs[key] ?? action.inputs[key].default;
      const filled = Object.fromEntries(
        Object.entries(env).map(([key, text]) => [
          key,
          text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input) => value(input)),
        ]),
      );
      assert.doesNotMatch(run, /\$\{\{/, "inputs reach a shell as variables only, never as code");
      const added = readFileSync(files.GITHUB_PATH, "utf8").split("\n").filter(Boolean);
      const PATH = [...path, ...added, process.env.PATH].join(":");
      return spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], {
        cwd: work,
        encoding: "utf8",
        env: { HOME: temp, RUNNER_TEMP: temp, npm_config_offline: "true", ...files, ...filled, PATH },
      });
    },
  };
}

const passes = ({ status, stdout, stderr }) => assert.equal(status, 0, stdout + stderr);

test("the action audits files, writes its reports, and compares with an earlier one", () => {
  const machine = runner();
  machine.put("export 1.json", JSON.stringify(LOOP));
  machine.put("config.json", '{"lang": "en"}');
  const inputs = { source: "exp*.json", version: tarball, config: "config.json", before: "last.json" };
  passes(machine.step("Install", inputs));
  passes(machine.step("Audit", inputs));
  const report = JSON.parse(machine.get("chatbot-audit/report.json"));
  assert.equal(report.input.conversations, 1);
  assert.equal(report.options.lang, "en");
  assert.equal(report.options.redact, true);
  assert.match(machine.get("chatbot-audit/report.html"), /^<!doctype html>/);
  assert.match(machine.summary(), /^# Chatbot audit/);

  passes(machine.step("Compare", inputs));
  assert.match(machine.summary(), /There is no earlier report at last\.json/);
  machine.put("last.json", machine.get("chatbot-audit/report.json"));
  passes(machine.step("Compare", inputs));
  assert.match(machine.get("chatbot-audit/changes.md"), /\|/);
  assert.ok(machine.summary().endsWith(machine.get("chatbot-audit/changes.md")));
});

test("the action fails on a limit and on a regression, and still shows its reports", () => {
  const machine = runner();
  const lines = (messages) =>
    Array.from({ length: 100 }, (_, id) => JSON.stringify({ ...LOOP, id: `${id}`, messages })).join("\n");
  machine.put("healthy.ndjson", lines([...LOOP.messages.slice(0, 2), { role: "user", content: "Great, thank you!" }]));
  machine.put("loops.ndjson", lines(LOOP.messages));
  machine.put("limit.json", '{"fail_on": "low"}');
  passes(machine.step("Install", { version: tarball }));
  passes(machine.step("Audit", { source: "healthy.ndjson" }));
  machine.put("last.json", machine.get("chatbot-audit/report.json"));

  assert.equal(machine.step("Audit", { source: "loops.ndjson", config: "limit.json" }).status, 1);
  assert.match(machine.summary(), /Death loop/i);
  const before = "last.json";
  assert.equal(machine.step("Compare", { before }).status, 1);
  passes(machine.step("Compare", { before, "fail-on-regression": "false" }));
  assert.equal(machine.step("Audit", { source: "missing.json" }).status, 2);
});

test("the action fetches the days that were asked for, with the token in the environment alone", () => {
  const machine = runner();
  const bin = join(machine.work, "bin");
  mkdirSync(bin);
  const stub = join(bin, "chatbot-audit");
  writeFileSync(stub, '#!/bin/sh\necho "$*"\necho "token=$INTERCOM_ACCESS_TOKEN"\n');
  chmodSync(stub, 0o755);
  const { stdout } = machine.step("Fetch", { "since-days": "7", region: "eu", token: "secret" }, [bin]);
  const day = new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10);
  assert.match(
    stdout,
    new RegExp(`^export-intercom --since ${day} --region eu --output \\S+/conversations\\.ndjson\ntoken=secret\n$`),
  );
});

test("every workflow asks for few rights, has a time limit, and calls what is there", () => {
  const { scripts } = read("package.json");
  for (const path of [...workflows, "docs/examples/weekly-audit.yml"]) {
    const { jobs, permissions } = read(path);
    assert.equal(permissions.contents, "read", path);
    for (const [name, job] of Object.entries(jobs)) {
      assert.ok(job["timeout-minutes"], `${path}: ${name} has a time limit`);
      for (const { run = "", uses } of job.steps) {
        for (const [, script] of run.matchAll(/npm run ([\w:]+)/g))
          assert.ok(scripts[script], `${path}: npm run ${script}`);
        for (const [file] of run.matchAll(/(?<=^|\s)\.ci\/\S+/g))
          assert.ok(existsSync(join(ROOT, file)), `${path}: ${file}`);
        if (uses) assert.match(uses, /^(actions|OWNER)\/[\w/-]+@v\d/, `${path}: only GitHub's own actions, pinned`);
      }
    }
  }
});

test("the weekly example names inputs, outputs and the version that the action has", () => {
  const { version } = read("npm/package.json");
  const { steps } = read("docs/examples/weekly-audit.yml").jobs.audit;
  const { uses, with: inputs } = steps.find(({ id }) => id === "audit");
  assert.equal(uses, `OWNER/chatbot-audit@v${version}`);
  for (const name of Object.keys(inputs)) assert.ok(name in action.inputs, name);
  const outputs = steps.flatMap(({ run = "" }) =>
    [...run.matchAll(/steps\.audit\.outputs\.(\w+)/g)].map(([, name]) => name),
  );
  assert.deepEqual(outputs, ["report"]);
  assert.ok("report" in action.outputs);
});
