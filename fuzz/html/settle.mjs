// Asks Chromium about the trees on which the library and html5ever differ; prints those on which the library is wrong.
// CHROMIUM names the browser's program.

import { createInterface } from "node:readline";
import { chromium } from "@playwright/test";

const differing = [];
for await (const line of createInterface({ input: process.stdin })) differing.push(JSON.parse(line));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage();
// Without a doctype a paragraph would not end before a table.
await page.setContent("<!doctype html><title>settle</title>");
const answers = await page.evaluate(
  (sources) => {
    const vocabularies = { "http://www.w3.org/2000/svg": "svg ", "http://www.w3.org/1998/Math/MathML": "math " };
    const dump = (nodes, depth) => {
      let out = "";
      let text = "";
      const flush = () => {
        if (text) out += `${" ".repeat(depth)}${JSON.stringify(text)}\n`;
        text = "";
      };
      for (const node of nodes) {
        if (node.nodeType === Node.TEXT_NODE) text += node.data;
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        flush();
        const vocabulary = vocabularies[node.namespaceURI] ?? "";
        out += `${" ".repeat(depth)}<${vocabulary}${node.localName.toLowerCase()}>\n`;
        out += dump((node instanceof HTMLTemplateElement ? node.content : node).childNodes, depth + 1);
      }
      flush();
      return out;
    };
    return sources.map((source) => {
      const element = document.createElement("div");
      element.innerHTML = source;
      return dump(element.childNodes, 0);
    });
  },
  differing.map(({ source }) => source),
);
await browser.close();

// Comments split texts here and not there: join neighbours before comparing.
const joined = (tree) =>
  tree.replace(
    /^( *)"(.*)"\n(?:\1"(.*)"\n)+/gm,
    (run, indent) =>
      `${indent}${JSON.stringify(
        run
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line))
          .join(""),
      )}\n`,
  );
let wrong = 0;
differing.forEach(({ source, library }, at) => {
  if (joined(library) === joined(answers[at])) return;
  wrong += 1;
  console.log(`${JSON.stringify(source)}\nlibrary:\n${library}browser:\n${answers[at]}`);
});
console.log(`${wrong} of ${differing.length} trees differ from the browser's`);
process.exitCode = wrong > 0 ? 1 : 0;
