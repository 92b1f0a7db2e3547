/** Reads renderings back with real parsers, as flat lists of what a reader of the format would meet. */

import MarkdownIt from "markdown-it";
import { parse } from "parse5";
import { SaxesParser } from "saxes";

/**
 * Every element, attribute, text and comment of a page, in document order.
 * @param {string} html
 */
export function htmlNodes(html) {
  const nodes = [];
  const walk = (node) => {
    if (node.nodeName === "#text") return nodes.push({ kind: "text", value: node.value });
    if (node.nodeName === "#comment") return nodes.push({ kind: "comment", value: node.data });
    nodes.push({ kind: `<${node.namespaceURI ?? ""} ${node.nodeName}>` });
    for (const { name, value } of node.attrs ?? []) nodes.push({ kind: `@${name}`, value });
    for (const child of node.childNodes ?? []) walk(child);
    nodes.push({ kind: "end" });
  };
  walk(parse(html));
  return nodes;
}

// As permissive as GitHub's: HTML is let through and addresses become links; any scheme is allowed.
const markdown = new MarkdownIt({ html: true, linkify: true });
markdown.validateLink = () => true;
markdown.linkify.add("//", null);

/** The same of the page that Markdown becomes. @param {string} text */
export function markdownNodes(text) {
  return htmlNodes(markdown.render(text));
}

/**
 * The same of an XML document; throws unless it is well-formed.
 * @param {string} xml
 */
export function xmlNodes(xml) {
  const nodes = [];
  const parser = new SaxesParser();
  parser.on("error", (problem) => {
    throw problem;
  });
  parser.on("opentag", ({ name, attributes }) => {
    nodes.push({ kind: `<${name}>` });
    for (const [attribute, value] of Object.entries(attributes)) nodes.push({ kind: `@${attribute}`, value });
  });
  parser.on("closetag", () => nodes.push({ kind: "end" }));
  for (const kind of ["text", "cdata", "comment", "doctype"]) parser.on(kind, (value) => nodes.push({ kind, value }));
  parser.on("processinginstruction", ({ target }) => nodes.push({ kind: `?${target}` }));
  parser.write(xml).close();
  return nodes;
}

/**
 * The cells of every record, by RFC 4180 and nothing more lenient.
 * @param {string} csv
 */
export function csvCells(csv) {
  const record = /(?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*\r\n/y;
  const records = [];
  while (record.lastIndex < csv.length) {
    const from = record.lastIndex;
    const [line] = record.exec(csv) ?? [];
    if (line === undefined) throw new Error(`no RFC 4180 record at ${from}: ${csv.slice(from, from + 80)}`);
    const cells = `,${line.slice(0, -2)}`.matchAll(/,("(?:[^"]|"")*"|[^",]*)/g);
    records.push([...cells].map(([, cell]) => (cell[0] === '"' ? cell.slice(1, -1).replaceAll('""', '"') : cell)));
  }
  return records;
}

/**
 * The cells that a spreadsheet makes which takes semicolons for delimiters, as it does where a comma is a decimal mark.
 * @param {string} csv
 */
export function semicolonCells(csv) {
  return csv.split(/[\r\n]+/).flatMap((line) => line.split(";"));
}
