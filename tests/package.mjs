/** The package as its users get it: packed, installed in an empty folder, imported, required, typed, bundled, run. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium, firefox } from "@playwright/test";
import { build as esbuild } from "esbuild";
import { build as vite } from "vite";
import webpack from "webpack";
import { detectors } from "../npm/lib/node.js";
import { ENGINE } from "../npm/lib/options.js";
import { ensureBrowser } from "../scripts/tools.mjs";
import { LOOP } from "./conversations.mjs";
import { folder } from "./run-cli.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const tool = (name) => join(ROOT, "node_modules/.bin", name);

/** An empty project with the package installed from its tarball. */
const project = folder();
let tarball = "";

/** Runs a command in the project; fails with its output if it does. */
function run(command, ...args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: project, encoding: "utf8" });
  assert.equal(status, 0, `${command} ${args.join(" ")}\n${error ?? ""}${stdout}${stderr}`);
  return stdout;
}

const put = (name, content) => writeFileSync(join(project, name), content);

before(() => {
  put("package.json", '{"private": true, "type": "module"}');
  const [packed] = JSON.parse(run("npm", "pack", join(ROOT, "npm"), "--json", "--pack-destination", project));
  tarball = join(project, packed.filename);
  run("npm", "install", "--offline", "--no-audit", "--no-fund", tarball);
  put("export.json", JSON.stringify(LOOP));
});

test("the tarball holds what is needed and nothing else", () => {
  const packed = run("tar", "-tzf", tarball)
    .trim()
    .split("\n")
    .map((path) => path.replace("package/", ""));
  const folders = ["bin", "cli", "lib"].flatMap((name) =>
    readdirSync(join(ROOT, "npm", name)).map((file) => `${name}/${file}`),
  );
  const single = ["package.json", "README.md", "LICENSE", "LICENSE-APACHE", "LICENSE-MIT", "index.d.ts", "worker.d.ts"];
  const made = [
    "config.schema.json",
    "report.schema.json",
    "dist/analyzer.js",
    "dist/analyzer_bg.wasm",
    "dist/detectors.js",
  ];
  assert.deepEqual(packed.sort(), [...folders, ...single, ...made].sort());
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, "npm/package.json"), "utf8"));
  assert.equal(dependencies, undefined);
});

const IMPORT =
  'import { audit } from "chatbot-audit"; import { readFileSync } from "node:fs"; const report = await audit(readFileSync("export.json")); console.log(report.input.conversations);';

test("Node imports it", () => {
  put("import.js", IMPORT);
  assert.equal(run("node", "import.js"), "1\n");
});

test("Node requires it", () => {
  put(
    "require.cjs",
    'const { audit } = require("chatbot-audit"); audit(require("node:fs").readFileSync("export.json")).then((report) => console.log(report.input.conversations));',
  );
  assert.equal(run("node", "--no-warnings", "require.cjs"), "1\n");
});

test("the command line runs from it", () => {
  assert.match(run("npx", "--no-install", "chatbot-audit", "analyze", "export.json"), /^Analyzed 1 conversation/);
});

/** Other runtimes, from npm: the arguments before a script, and before a file of tests. */
const RUNTIMES = {
  deno: { version: "2.9.6", script: ["run", "--allow-all"], tests: ["test", "--allow-all", "--no-check"] },
  // Its five seconds for a test are not enough for those of memory.
  bun: { version: "1.4.5", script: [], tests: ["test", "--timeout", "60000"] },
};

for (const [name, { version, script, tests }] of Object.entries(RUNTIMES)) {
  test(`${name} imports it, runs its command line, and passes the tests of the boundary`, (t) => {
    const home = join(ROOT, ".tools", `${name}-${version}`);
    const program = join(home, "node_modules/.bin", name);
    if (!existsSync(program)) {
      mkdirSync(home, { recursive: true });
      const { status } = spawnSync("npm", ["install", "--prefix", home, `${name}@${version}`], { encoding: "utf8" });
      if (status !== 0)
        return t.skip(`${name} ${version} cannot be fetched from npm here; the package is not tried in it.`);
    }
    put("import.js", IMPORT);
    assert.equal(run(program, ...script, "import.js"), "1\n");
    const command = join(project, "node_modules/chatbot-audit/bin/chatbot-audit.js");
    assert.match(run(program, ...script, command, "analyze", "export.json"), /^Analyzed 1 conversation/);
    run(program, ...tests, join(ROOT, "tests/boundary.mjs"));
  });
}

test("publint and Are The Types Wrong find nothing", () => {
  assert.match(run(tool("publint"), "run", "--strict", tarball), /All good!/);
  run(
    tool("attw"),
    tarball,
    "--profile",
    "esm-only",
    "--exclude-entrypoints",
    "analyzer.wasm",
    "report.schema.json",
    "config.schema.json",
  );
});

test("its types hold under strict TypeScript, and refuse mistakes", () => {
  put(
    "types.ts",
    `
    import { type AuditError, Auditor, audit, auditStream, type CustomDetector, compare, detectors, htmlToText, redact, type Report, render, transcript, version } from "chatbot-audit";
    import { AuditWorker } from "chatbot-audit/worker";
    const report: Report = await audit(new Blob(["[]"]), { detectors: ["death_loop"], onProgress: ({ bytes, total }) => console.log(bytes / (total ?? 1)) });
    for await (const { conversation, detections } of auditStream([new File([], "a.json")])) console.log(conversation.id, detections[0]?.evidence[0]?.quote);
    const auditor = new Auditor({ bots: ["x"] });
    auditor.push(new Uint8Array());
    const text: string = render(auditor.finish(), "markdown") + htmlToText("<p>", { mode: "innerText" }) + redact("x").text + version();
    const regressed: boolean = compare(report, report).regressed;
    const table: string = compare(report, report, "markdown");
    console.log(text, regressed, table, detectors()[0]?.title, transcript("{}").messages[0]?.role, (null as unknown as AuditError).code);
    const rule: CustomDetector = { name: "rule", examine: ({ messages }, row) => messages.length > row.bot_messages ? [{ severity: "low", confidence: 1, explanation: row.id, evidence: [{ message_index: 0, quote: messages[0]?.text ?? "" }] }] : [] };
    new Auditor({ customDetectors: [rule] });
    console.log((await audit("", { customDetectors: [rule] })).summary.by_mode["rule"]?.findings, report.summary.by_mode.silent_churn?.count);
    // @ts-expect-error findings come at once
    const late: CustomDetector = { name: "late", examine: async () => [] };
    // @ts-expect-error functions cannot be sent to a worker
    new AuditWorker().audit("", { customDetectors: [rule] });
    // @ts-expect-error no such option
    audit("", { detector: [] });
    // @ts-expect-error no such format
    render(report, "pdf");
    // @ts-expect-error no such field
    report.summary.modes;
  `,
  );
  for (const settings of [
    { module: "nodenext", target: "es2022" },
    { module: "esnext", moduleResolution: "bundler", target: "es2022" },
  ]) {
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
      lib: ["es2022", "dom", "dom.asynciterable"],
      types: [],
      ...settings,
    };
    put("tsconfig.json", JSON.stringify({ compilerOptions, files: ["types.ts"] }));
    run(tool("tsc"));
  }
});

test("its types are what really comes out", () => {
  // A literal may have neither too few nor too many fields.
  const sample = (name) => readFileSync(join(ROOT, "www/sample", name), "utf8");
  put("sample.json", sample("export.json"));
  put("policy.json", sample("policy.json"));
  const report = run(
    "npx",
    "--no-install",
    "chatbot-audit",
    "analyze",
    "sample.json",
    "export.json",
    "--policy",
    "policy.json",
    "--redact",
    "--format",
    "report",
  );
  put(
    "get.js",
    'import { auditStream, compare, detectors, redact, transcript } from "chatbot-audit"; import { readFileSync } from "node:fs"; const text = readFileSync("sample.json"); const report = JSON.parse(readFileSync("report.json")); const [row] = report.conversations; const examined = []; for await (const one of auditStream(text)) examined.push(one); console.log(JSON.stringify([compare(report, report), transcript(text.subarray(row.start, row.end)), examined.slice(0, 9), detectors(), redact("ann@example.org")]));',
  );
  put("report.json", report);
  const [comparison, transcript, examined, detectors, redacted] = JSON.parse(run("node", "get.js"));
  const literals = {
    Report: JSON.parse(report),
    Comparison: comparison,
    Transcript: transcript,
    "Examined[]": examined,
    "DetectorInfo[]": detectors,
    Redacted: redacted,
  };
  const lines = Object.entries(literals).map(
    ([type, value], index) => `export const value${index}: ${type} = ${JSON.stringify(value)};`,
  );
  put(
    "real.ts",
    `import type { Comparison, DetectorInfo, Examined, Redacted, Report, Transcript } from "chatbot-audit";\n${lines.join("\n")}\n`,
  );
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: "nodenext",
    target: "es2022",
    lib: ["es2022", "dom", "dom.asynciterable"],
    types: [],
  };
  put("tsconfig.json", JSON.stringify({ compilerOptions, files: ["real.ts"] }));
  run(tool("tsc"));
});

/** A JSON schema as a type of TypeScript; an object of which nothing more is said is anything. */
function typeOf(schema) {
  if (schema.$ref) return schema.$ref.replace("#/$defs/", "").replace(/^./, (first) => `Schema${first.toUpperCase()}`);
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" | ");
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type })).join(" | ");
  if (schema.type === "array") return `(${typeOf(schema.items)})[]`;
  if (schema.type !== "object") return schema.type === "integer" ? "number" : schema.type;
  const { properties, additionalProperties, required = [] } = schema;
  if (properties) {
    const fields = Object.entries(properties).map(
      ([name, field]) => `${name}${required.includes(name) ? "" : "?"}: ${typeOf(field)};`,
    );
    return `{ ${fields.join(" ")} }`;
  }
  return additionalProperties ? `{ [name: string]: ${typeOf(additionalProperties)} }` : "any";
}

test("the report's schema and its type say the same", () => {
  const { $defs, ...report } = JSON.parse(readFileSync(join(ROOT, "npm/report.schema.json"), "utf8"));
  const types = Object.keys($defs).map(
    (name) => `type ${typeOf({ $ref: `#/$defs/${name}` })} = ${typeOf($defs[name])};`,
  );
  put(
    "schema.ts",
    `import type { Report } from "chatbot-audit";
    ${types.join("\n")}
    type FromSchema = ${typeOf(report)};
    export const toType = (value: FromSchema): Report => value;
    export const toSchema = (value: Report): FromSchema => value;
    `,
  );
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    module: "nodenext",
    target: "es2022",
    lib: ["es2022", "dom", "dom.asynciterable"],
    types: [],
  };
  put("tsconfig.json", JSON.stringify({ compilerOptions, files: ["schema.ts"] }));
  run(tool("tsc"));
});

/** What a bundled page does: audits, and shows the number of conversations in its title. */
const PAGE = (load) => `
  import { audit, htmlToText, init } from "chatbot-audit";
  ${load}
  const report = await audit(${JSON.stringify(LOOP)});
  document.title = report.input.conversations + htmlToText("<b>!</b>");
`;

/** The same in a worker: progress, a transcript, an abort that ends the worker, and a fresh one after it. */
const WORKER_PAGE = `
  import { AuditWorker } from "chatbot-audit/worker";
  const file = new File([${JSON.stringify(JSON.stringify([LOOP]))}], "export.json");
  const worker = new AuditWorker();
  let bytes = 0;
  const report = await worker.audit(file, { onProgress: (progress) => { bytes = progress.bytes; } });
  const { messages } = await worker.transcript(file, report.conversations[0]);
  const controller = new AbortController();
  const aborted = worker.audit(file, { signal: controller.signal }).catch((problem) => problem.name);
  controller.abort();
  const text = await worker.render(report, "text").catch(() => worker.render(report, "text"));
  const wrong = await worker.audit("nope").catch((problem) => problem.code);
  document.title = [bytes === file.size, messages.length, await aborted, text.slice(0, 10), wrong, report.input.files[0].name].join(" ");
`;
const WORKER_TITLE = "true 8 AbortError Analyzed 1 not-json export.json";
const HTML = '<!doctype html><meta charset="utf-8"><title>…</title><script type="module" src="./main.js"></script>';

/** How each bundler makes \`main.js\` and its .wasm in \`out\`. */
const BUNDLERS = {
  Vite: (entry, outDir) =>
    vite({
      root: project,
      configFile: false,
      logLevel: "error",
      base: "./",
      build: { target: "esnext", outDir, rolldownOptions: { input: entry, output: { entryFileNames: "main.js" } } },
    }),
  webpack: (entry, path) =>
    new Promise((resolve, reject) =>
      webpack(
        {
          mode: "production",
          context: project,
          entry,
          output: { path, filename: "main.js", module: true, publicPath: "./" },
          experiments: { outputModule: true },
        },
        (problem, stats) => (problem || stats.hasErrors() ? reject(problem ?? new Error(stats.toString())) : resolve()),
      ),
    ),
  esbuild: (entry, outdir) =>
    esbuild({
      entryPoints: { main: entry },
      outdir,
      bundle: true,
      format: "esm",
      target: "es2022",
      loader: { ".wasm": "file" },
      logLevel: "error",
      absWorkingDir: project,
    }),
};

test("Vite, webpack and esbuild bundle it, its worker too, and the bundles work in Chromium and Firefox", async (t) => {
  const root = join(project, "bundles");
  for (const [name, bundle] of Object.entries(BUNDLERS)) {
    const entry = join(project, `${name}.js`);
    const load =
      name === "esbuild" ? 'import wasm from "chatbot-audit/analyzer.wasm";\nawait init(wasm);' : "await init();";
    put(`${name}.js`, PAGE(load));
    mkdirSync(join(root, name), { recursive: true });
    await bundle(entry, join(root, name));
    writeFileSync(join(root, name, "index.html"), HTML);
  }
  for (const name of ["Vite", "webpack"]) {
    put(`${name}-worker.js`, WORKER_PAGE);
    mkdirSync(join(root, `${name}-worker`), { recursive: true });
    await BUNDLERS[name](join(project, `${name}-worker.js`), join(root, `${name}-worker`));
    writeFileSync(join(root, `${name}-worker`, "index.html"), HTML);
  }
  // Without any bundler, the package's own files are enough.
  cpSync(join(project, "node_modules/chatbot-audit"), join(root, "none/package"), { recursive: true });
  writeFileSync(join(root, "none/index.html"), HTML);
  writeFileSync(join(root, "none/main.js"), PAGE("await init();").replace('"chatbot-audit"', '"./package/lib/web.js"'));

  const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
  const server = createServer((request, response) => {
    const path = join(root, new URL(request.url, "http://x").pathname);
    try {
      const content = readFileSync(path);
      response.writeHead(200, { "content-type": types[extname(path)] ?? "text/plain" }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());

  const browsers = [
    chromium.launch({
      executablePath: ensureBrowser("chromium"),
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }),
    firefox.launch({ executablePath: ensureBrowser("firefox"), channel: "moz-firefox" }),
  ];
  for (const launched of browsers) t.after(async () => (await launched).close());
  for (const launched of browsers) {
    const browser = await launched;
    for (const name of [...Object.keys(BUNDLERS), "none", "Vite-worker", "webpack-worker"]) {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${server.address().port}/${name}/index.html`);
      await page.waitForFunction(() => document.title !== "…", undefined, { timeout: 15_000 });
      assert.equal(await page.title(), name.endsWith("worker") ? WORKER_TITLE : "1!", name);
      await page.close();
    }
  }
});

test("the configuration's schema knows exactly the settings and detectors that there are", () => {
  const { properties, $defs } = JSON.parse(readFileSync(join(ROOT, "npm/config.schema.json"), "utf8"));
  const { $schema: _, ...settings } = properties;
  const modes = detectors().map(({ name }) => name);
  assert.deepEqual($defs.mode.enum, modes);
  assert.deepEqual(Object.keys(settings).sort(), [...Object.keys(ENGINE), "fail_on", "fail_over", "format"].sort());
});
