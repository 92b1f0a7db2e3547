/** Message bodies made to exhaust memory or time, each with the words that must come out; run with a name, converts that one. */

import { readFileSync } from "node:fs";
import { htmlToText, initSync } from "../../npm/dist/analyzer.js";

const MB = 1 << 20;
const COUNT = 100_000;

/** `unit` repeated to that many bytes. */
const fill = (unit, bytes = MB) => unit.repeat(bytes / unit.length);
const numbered = (make) => Array.from({ length: COUNT }, (_, at) => make(at)).join("");

/** Each body, made when it is wanted, and the words of its text. */
export const BODIES = {
  "angle brackets": () => [fill("<"), fill("<")],
  "openings of end tags": () => [`${fill("</ ")}>words`, "words"],
  "an unclosed comment": () => [`words<!--${fill("-x")}`, "words"],
  "unclosed comments": () => [`words${fill("<!--")}`, "words"],
  "an unclosed quote": () => [`words<p title="${fill("x'")}`, "words"],
  "unclosed tags": () => [`words${fill("<p ")}`, "words"],
  ampersands: () => [fill("&"), fill("&")],
  references: () => [fill("&lt;"), fill("<", MB / 4)],
  "unknown references": () => [fill("&unknown"), fill("&unknown")],
  "a number without end": () => [`&#${fill("9")}`, "\u{FFFD}"],
  "nested blocks": () => [`${"<div>".repeat(COUNT)}words`, "words"],
  "nested inline elements": () => [`${"<span>".repeat(COUNT)}words`, "words"],
  "nested formatting": () => [`${"<b>".repeat(COUNT)}words`, "words"],
  "nested formatting, all different": () => [`${numbered((at) => `<b id=${at}>`)}words`, "words"],
  "nested tables": () => [`${fill("<table><tr><td>")}words`, "words"],
  "nested lists": () => [`${fill("<ul><li>")}words`, "words"],
  attributes: () => [`<p ${numbered((at) => `a${at}=b `)}>words`, "words"],
  "end tags of nothing": () => [`${fill("</b>")}words`, "words"],
  "formatting reopened": () => [`<p>${numbered((at) => `<b id=${at % 200}>`)}${fill("<p>x")}`, fill("x", MB / 4)],
  "misnested formatting": () => ["<b><i><p></b></i>x".repeat(COUNT / 2), "x".repeat(COUNT / 2)],
  "links in links": () => [fill("<a href=b><p>x"), "x".repeat(MB / 14)],
  "text in tables": () => [fill("<table>x"), "x".repeat(MB / 8)],
  blanks: () => [`${fill(" \n")}<b>words</b>${fill("&nbsp;")}`, "words"],
  "20 MB of words": () => [`<p>${fill("words ", 20 * MB)}</p>`, "words".repeat((20 * MB) / 6)],
  "20 MB of paragraphs": () => [fill("<p>x</p>", 20 * MB), "x".repeat((20 * MB) / 8)],
  "20 MB of images": () => [`${fill("<img>", 20 * MB)}words`, "words"],
  "20 MB of links": () => [fill("<a href=x>y</a>", 20 * MB), "y".repeat((20 * MB) / 15)],
  "20 MB of unknown elements": () => [`words${fill("<x-y>", 20 * MB)}`, "words"],
  "20 MB of table cells": () => [`words<table><tr>${fill("<td>", 20 * MB)}`, "words"],
};

const name = process.argv[2];
if (import.meta.filename === process.argv[1]) {
  const { memory } = initSync({ module: readFileSync(new URL("../../npm/dist/analyzer_bg.wasm", import.meta.url)) });
  const [body, words] = BODIES[name]();
  const came = [false, true].map((isInnerText) => htmlToText(body, isInnerText).replace(/\s+/g, "") === words);
  console.log(JSON.stringify({ came, megabytes: memory.buffer.byteLength / MB }));
}
