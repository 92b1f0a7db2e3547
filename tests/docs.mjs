/**
 * The documentation, held against what there is: its snippets are run, its tables and links are checked.
 *
 * `sh` and `js` blocks run in one folder for each document, in their order. A comment above a block says what that needs:
 * `<!-- test: exit 1 -->` the exit code, `… is the token` what stands for the ellipsis, `bundle` that it is for browsers and only
 * bundled; `write NAME` puts a block into the folder; `from PATH` says that a block is a part of that file.
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import MarkdownIt from "markdown-it";
import { parse } from "yaml";
import { ANALYZE_FLAGS } from "../npm/cli/analyze.js";
import { COMPARE_FLAGS } from "../npm/cli/compare.js";
import { EXPORT_FLAGS } from "../npm/cli/export.js";
import { audit, detectors, FORMATS } from "../npm/lib/node.js";
import { intercom, TOKEN } from "./export-server.mjs";
import { folder } from "./run-cli.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (path) => readFileSync(join(ROOT, path), "utf8");
const DOCUMENTS = [
  "README.md",
  "npm/README.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const SAMPLE = "www/sample";
/** The server's conversations begin on 1 January, one a day: enough for the dates in the documents. */
const CONVERSATIONS = 300;
/** Blocks that nothing can run. */
const PLAIN = ["text"];

const markdown = new MarkdownIt({ html: true });

/** The fenced blocks of a document, with the language, the line and what the comment above says. */
function blocksOf(path) {
  const tokens = markdown.parse(read(path), {});
  return tokens.flatMap(({ type, info, content, map }, index) => {
    if (type !== "fence") return [];
    const mark = tokens[index - 1]?.type === "html_block" ? tokens[index - 1].content : "";
    return [{ language: info, content, line: map[0] + 1, mark: /<!-- test: (.+) -->/.exec(mark)?.[1] ?? "" }];
  });
}

/** The first column of each table in the section under this heading: the words in code marks. */
function tableKeys(path, heading) {
  const section = read(path)
    .split(/^#+ /m)
    .find((text) => text.startsWith(`${heading}\n`));
  assert.ok(section, `${path} has no section "${heading}"`);
  const cells = section.split("\n").flatMap((line) => /^\| (`.+?) \|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word));
}

const sorted = (words) => [...words].sort();
const same = (documented, real, where) => assert.deepEqual(sorted(documented), sorted(real), where);

let server;
before(async () => {
  const article = { type: "article", id: "1", title: "Returns", body: "<p>Within 30 days.</p>", state: "published" };
  server = await intercom({ count: CONVERSATIONS, articles: [[article]] });
});
after(() => server.close());

/** A folder as the documents take for granted: the package installed, and an export with what belongs to it. */
function workplace() {
  const work = folder();
  mkdirSync(join(work, "node_modules/.bin"), { recursive: true });
  mkdirSync(join(work, "exports"));
  symlinkSync(join(ROOT, "npm"), join(work, "node_modules/chatbot-audit"), "dir");
  // Commands that name Intercom reach the server on loopback instead.
  const bin = `#!/bin/sh
case "$1" in *-intercom) set -- "$@" --host "${server.url}";; esac
exec "${process.execPath}" "${join(ROOT, "npm/bin/chatbot-audit.js")}" "$@"
`;
  writeFileSync(join(work, "node_modules/.bin/chatbot-audit"), bin, { mode: 0o755 });
  for (const name of ["export.json", "articles.json", "facts.json", "policy.json"]) {
    copyFileSync(join(ROOT, SAMPLE, name), join(work, name));
  }
  for (const month of ["september", "october"]) {
    copyFileSync(join(ROOT, SAMPLE, "export.json"), join(work, `exports/${month}.json`));
  }
  return work;
}

/** Runs a command in a folder; gives the exit code and all that it printed. */
function execute(command, args, work) {
  const PATH = [join(work, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH, npm_config_offline: "true", INTERCOM_ACCESS_TOKEN: TOKEN };
  const child = spawn(command, args, { cwd: work, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

async function bundled(content, work) {
  const stdin = { contents: content, resolveDir: work };
  const { warnings } = await build({ stdin, bundle: true, format: "esm", write: false, logLevel: "silent" });
  assert.deepEqual(warnings, []);
}

/** Does with a block what its language and its mark say. */
async function check({ language, content, line, mark }, work) {
  const [verb, ...rest] = mark.split(" ");
  const name = rest.join(" ");
  if (verb === "from") return assert.ok(read(name).includes(content), `not to be found like this in ${name}`);
  if (verb === "write") {
    if (language === "json") JSON.parse(content);
    return writeFileSync(join(work, name), content);
  }
  if (language === "js" && verb === "bundle") return bundled(content, work);
  if (language === "sh" || language === "js") {
    const text = mark === "… is the token" ? content.replace("=…", `=${TOKEN}`) : content;
    if (language === "sh") assert.doesNotMatch(text.replace(/#.*$/gm, ""), /…/, "a placeholder without a mark");
    const script = join(work, `line-${line}.mjs`);
    if (language === "js") writeFileSync(script, text);
    const [command, args] =
      language === "sh" ? ["bash", ["-eo", "pipefail", "-c", text]] : [process.execPath, [script]];
    const { code, output } = await execute(command, args, work);
    return assert.equal(code, verb === "exit" ? Number(name) : 0, output);
  }
  assert.ok(PLAIN.includes(language), `"${language}" is run by nothing: call it text, or say which file it is from`);
}

for (const path of DOCUMENTS) {
  test(`every snippet of ${path} does what it should`, async (t) => {
    const work = workplace();
    for (const block of blocksOf(path)) {
      await t.test(`line ${block.line}`, () => check(block, work));
    }
  });

  test(`links in ${path} lead somewhere`, () => {
    const anchors = (text) =>
      [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
        title
          .toLowerCase()
          .replace(/[^\p{L}\p{N} -]/gu, "")
          .replaceAll(" ", "-"),
      );
    for (const [, link] of read(path).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(link)) continue;
      const [file, anchor] = link.split("#");
      const target = file ? join(dirname(path), file) : path;
      assert.ok(existsSync(join(ROOT, target)), link);
      if (anchor) assert.ok(anchors(read(target)).includes(anchor), link);
    }
  });

  test(`npm scripts that ${path} names exist`, () => {
    const { scripts } = JSON.parse(read("package.json"));
    for (const [, , run, short] of read(path).matchAll(/\bnpm (run ([\w:]+)|(start|test))\b/g)) {
      assert.ok((run ?? short) in scripts, run ?? short);
    }
  });
}

test("every flag has its line, and no other", () => {
  const tables = { analyze: ANALYZE_FLAGS, "export-intercom": EXPORT_FLAGS, compare: COMPARE_FLAGS };
  for (const [command, flags] of Object.entries(tables)) {
    const documented = tableKeys("docs/command-line.md", command).map((flag) => flag.slice(2).split(" ")[0]);
    same(documented, Object.keys(flags), command);
  }
});

test("every format and every setting has its line, and no other", () => {
  const { properties } = JSON.parse(read("npm/config.schema.json"));
  const { $schema, ...settings } = properties;
  same(tableKeys("docs/command-line.md", "Formats"), FORMATS);
  same(tableKeys("docs/command-line.md", "Configuration"), Object.keys(settings));
});

test("every option of the package has its line, and no other", () => {
  const types = read("npm/index.d.ts");
  const fields = (name) => {
    const [, body] = new RegExp(`export interface ${name} [^{]*\\{\\n([\\s\\S]*?)\\n\\}`).exec(types);
    return [...body.matchAll(/^ {2}(\w+)\?:/gm)].map(([, field]) => field);
  };
  same(tableKeys("docs/package.md", "Options"), [
    ...fields("Options"),
    ...fields("AuditorOptions"),
    ...fields("AuditOptions"),
  ]);
});

test("every field of a custom detector's finding has its line, and no other", () => {
  const [, body] = /export interface CustomFinding \{\n([\s\S]*?)\n\}/.exec(read("npm/index.d.ts"));
  const fields = [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, field]) => field);
  same(tableKeys("docs/writing-a-detector.md", "In JavaScript"), fields);
});

test("every failure mode is described, with its metadata as the detector writes it", () => {
  const modes = detectors().map(({ name }) => name);
  same(tableKeys("README.md", "What it finds"), modes);
  for (const mode of modes) {
    const keys = [...read(`src/detectors/${mode}.rs`).matchAll(/metadata\.insert\("(\w+)"/g)].map(([, key]) => key);
    same(tableKeys("docs/findings.md", `\`${mode}\``), keys, mode);
  }
});

test("every number about the whole file is described", async () => {
  const { summary, corpus } = await audit(read(`${SAMPLE}/export.json`));
  const nested = (name) => Object.keys(corpus[name]).map((key) => `${name}.${key}`);
  const { resolution, escalation, ...others } = corpus;
  const expected = [...Object.keys(others), ...nested("resolution"), ...nested("escalation")];
  const described = tableKeys("docs/findings.md", "Rates");
  const { findings, by_severity, ...rates } = summary;
  for (const name of [...expected, ...Object.keys(rates)]) assert.ok(described.includes(name), name);
  same(
    tableKeys("docs/findings.md", "The ledger"),
    corpus.money.ledger.map(({ outcome }) => outcome),
  );
});

test("every input of the action has its line, with its default", () => {
  const { inputs } = parse(read("action.yml"));
  const rows = read("docs/scheduled.md").matchAll(/^\| `([\w-]+)` \| .+ \| (\S*) ?\|$/gm);
  const documented = Object.fromEntries([...rows].map(([, name, value]) => [name, value]));
  assert.deepEqual(
    documented,
    Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.default])),
  );
});
