/** Reads the files in a zip archive, one after the other, without unpacking it to the disk. */

import { closeSync, createReadStream, openSync, readSync, statSync } from "node:fs";
import { Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";
import { UsageError } from "./flags.js";

/** The end record stands in the last 22 bytes, before a comment of at most 64 KiB. */
const LONGEST_TAIL = 22 + 0xffff;
const LOCAL = 0x04034b50;
const END = 0x06054b50;
const END_64_LOCATOR = 0x07064b50;
const ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;
/** A 32-bit field that says: the number stands in the 64-bit record. */
const ELSEWHERE = 0xffffffff;

/** @param {string} path */
export function isZip(path) {
  const head = readAt(path, 0, 4);
  return head.length === 4 && [LOCAL, END].includes(head.readUInt32LE());
}

/**
 * The files in an archive, in its order, without folders and the shadow files of macOS.
 * @param {string} path
 * @returns {import("./files.js").Input[]}
 */
export function zipEntries(path) {
  const records = directory(path);
  /** @type {import("./files.js").Input[]} */
  const entries = [];
  let at = 0;
  while (at + 46 <= records.length && records.readUInt32LE(at) === ENTRY) {
    const nameEnd = at + 46 + records.readUInt16LE(at + 28);
    const extraEnd = nameEnd + records.readUInt16LE(at + 30);
    const name = records.toString("utf8", at + 46, nameEnd);
    if (!name.endsWith("/") && !name.startsWith("__MACOSX/")) {
      if (records.readUInt16LE(at + 8) & 1) throw new UsageError(`"${name}" in ${path} is encrypted; unpack it first.`);
      const method = records.readUInt16LE(at + 10);
      if (method !== STORED && method !== DEFLATED) {
        throw new UsageError(`"${name}" in ${path} is packed in an unusual way; unpack it first.`);
      }
      const { start, size } = place(records, at, records.subarray(nameEnd, extraEnd));
      entries.push({ name: `${path}/${name}`, size: null, stream: () => content(path, start, size, method) });
    }
    at = extraEnd + records.readUInt16LE(at + 32);
  }
  return entries;
}

/** The archive's table of contents. @param {string} path */
function directory(path) {
  const total = statSync(path).size;
  const tailStart = Math.max(0, total - LONGEST_TAIL);
  const tail = readAt(path, tailStart, total - tailStart);
  let at = tail.length - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== END) at -= 1;
  if (at < 0) throw new UsageError(`${path} is a zip archive that was cut off; get it once more.`);
  if (at >= 20 && tail.readUInt32LE(at - 20) === END_64_LOCATOR) {
    const end = readAt(path, Number(tail.readBigUInt64LE(at - 12)), 56);
    return readAt(path, Number(end.readBigUInt64LE(48)), Number(end.readBigUInt64LE(40)));
  }
  return readAt(path, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12));
}

/**
 * Where an entry's local header stands and how many packed bytes follow it.
 * @param {Buffer} records @param {number} at @param {Buffer} extra
 */
function place(records, at, extra) {
  let [size, start] = [records.readUInt32LE(at + 20), records.readUInt32LE(at + 42)];
  for (let field = 0; field + 4 <= extra.length; field += 4 + extra.readUInt16LE(field + 2)) {
    if (extra.readUInt16LE(field) !== 1) continue;
    // The 64-bit numbers stand in this order, each only if its 32-bit field cannot hold it.
    let next = field + 4 - 8;
    const take = () => {
      next += 8;
      return Number(extra.readBigUInt64LE(next));
    };
    if (records.readUInt32LE(at + 24) === ELSEWHERE) take();
    if (size === ELSEWHERE) size = take();
    if (start === ELSEWHERE) start = take();
  }
  return { start, size };
}

/** @param {string} path @param {number} start @param {number} size @param {number} method */
function content(path, start, size, method) {
  if (size === 0) return Readable.from([]);
  const header = readAt(path, start, 30);
  const from = start + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = createReadStream(path, { start: from, end: from + size - 1, highWaterMark: 1 << 20 });
  if (method === STORED) return packed;
  const inflate = createInflateRaw();
  packed.on("error", (problem) => inflate.destroy(problem));
  return packed.pipe(inflate);
}

/** @param {string} path @param {number} position @param {number} length */
function readAt(path, position, length) {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, position));
  } finally {
    closeSync(file);
  }
}
