// Writes export.json, the sample as the page makes it, and expected.json, its labels: node www/sample/build.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { sampleOf } from "./expand.js";

const here = (name) => new URL(name, import.meta.url);
const read = (name) => readFileSync(here(name), "utf8");

const { text, expected } = sampleOf(read("conversations.txt"), JSON.parse(read("articles.json")));
writeFileSync(here("export.json"), text);
writeFileSync(here("expected.json"), `${JSON.stringify(expected, null, 1)}\n`);
