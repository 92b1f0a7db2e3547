/** Lists the entries of a zip archive and reads each as a stream. */
import type { Readable } from "./lent.ts";
import { Unreadable } from "./unreadable.ts";

export interface Entry {
  name: string;
  /** Bytes that it takes in the archive. */
  packed: number;
  stream(): Promise<ReadableStream<Uint8Array>>;
}

const END_OF_DIRECTORY = 0x06054b50;
const END_OF_DIRECTORY_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
/** The end record with the longest comment that a zip may have. */
const LONGEST_TAIL = 22 + 0xffff;
/** Stands for "see the zip64 field". */
const IN_EXTRA = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;

export async function entries(archive: Readable): Promise<Entry[]> {
  const directory = await findDirectory(archive);
  const view = await viewOf(archive, directory.offset, directory.offset + directory.size);
  const found: Entry[] = [];
  for (let at = 0; at + 46 <= view.byteLength && view.getUint32(at, true) === DIRECTORY_ENTRY; ) {
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, at + 46, nameLength));
    const sizes = {
      size: view.getUint32(at + 24, true),
      packed: view.getUint32(at + 20, true),
      offset: view.getUint32(at + 42, true),
    };
    widen(sizes, view, at + 46 + nameLength, extraLength);
    const encrypted = (view.getUint16(at + 8, true) & 1) === 1;
    const method = view.getUint16(at + 10, true);
    if (!name.endsWith("/")) {
      found.push({
        name,
        packed: sizes.packed,
        stream: () => open(archive, sizes.offset, sizes.packed, method, encrypted),
      });
    }
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return found;
}

async function findDirectory(archive: Readable): Promise<{ offset: number; size: number }> {
  const start = Math.max(0, archive.size - LONGEST_TAIL);
  const view = await viewOf(archive, start, archive.size);
  for (let at = view.byteLength - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== END_OF_DIRECTORY) continue;
    const offset = view.getUint32(at + 16, true);
    if (offset !== IN_EXTRA) return { offset, size: view.getUint32(at + 12, true) };
    if (at < 20 || view.getUint32(at - 20, true) !== LOCATOR_64) break;
    const record = Number(view.getBigUint64(at - 12, true));
    const wide = await viewOf(archive, record, record + 56);
    if (wide.byteLength < 56 || wide.getUint32(0, true) !== END_OF_DIRECTORY_64) break;
    return { offset: Number(wide.getBigUint64(48, true)), size: Number(wide.getBigUint64(40, true)) };
  }
  throw new Unreadable("archive");
}

/** Fills sizes above 4 GB in from the zip64 field, which holds only those that need it, in this order. */
function widen(sizes: { size: number; packed: number; offset: number }, view: DataView, from: number, length: number) {
  for (let at = from; at + 4 <= from + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let value = at + 4;
    for (const key of ["size", "packed", "offset"] as const) {
      if (sizes[key] !== IN_EXTRA || value + 8 > from + length) continue;
      sizes[key] = Number(view.getBigUint64(value, true));
      value += 8;
    }
  }
}

async function open(archive: Readable, offset: number, packed: number, method: number, encrypted: boolean) {
  const view = await viewOf(archive, offset, offset + 30);
  if (encrypted || view.byteLength < 30 || view.getUint32(0, true) !== LOCAL_ENTRY) throw new Unreadable("archive");
  const start = offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  const bytes = archive.slice(start, start + packed).stream();
  if (method === STORED) return bytes;
  if (method === DEFLATED) return bytes.pipeThrough(new DecompressionStream("deflate-raw"));
  throw new Unreadable("archive");
}

async function viewOf(blob: Readable, from: number, to: number): Promise<DataView> {
  return new DataView(await blob.slice(from, to).arrayBuffer());
}
