/** Opens what the user chose, plain, gzipped or zipped, as a row of documents to read. */
import type { Source } from "../protocol.ts";
import { type Readable, readable } from "./lent.ts";
import { Unreadable } from "./unreadable.ts";
import { entries } from "./zip.ts";

/** One text to analyse; can be opened again to read a transcript. */
export interface Document {
  name: string;
  /** The bytes on disk that it stands for. */
  size: number;
  /** Where its bytes can be taken from directly; null if they are compressed. */
  plain: Readable | null;
  /** Its bytes, decompressed; `count` hears of the bytes that were read from disk. */
  open(count: (bytes: number) => void): Promise<ReadableStream<Uint8Array>>;
}

/** What an archive or a folder may hold beside exports is left out by its name. */
const READABLE_NAME = /\.(json|jsonl|ndjson|csv|tsv|txt|log)(\.gz)?$/i;
const HIDDEN = /(^|\/)(\.|__MACOSX\/)/;

export async function documents({ name, file: chosen }: Source): Promise<Document[]> {
  const file = await readable(chosen);
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer().catch(unreadable));
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5)) {
    const found = await entries(file).catch((problem) => {
      // A directory that makes no sense leads outside of the file.
      throw problem instanceof DOMException ? new Unreadable("unreadable") : new Unreadable("archive");
    });
    return found
      .filter((entry) => READABLE_NAME.test(entry.name) && !HIDDEN.test(entry.name))
      .map((entry) => ({
        name: `${name}/${entry.name}`,
        size: entry.packed,
        plain: null,
        open: async (count) => {
          count(entry.packed);
          const stream = await entry.stream();
          return /\.gz$/i.test(entry.name) ? gunzipped(stream) : stream;
        },
      }));
  }
  if (head[0] === 0x1f && head[1] === 0x8b) {
    return [{ name, size: file.size, plain: null, open: async (count) => gunzipped(counted(file.stream(), count)) }];
  }
  return [{ name, size: file.size, plain: file, open: async (count) => counted(file.stream(), count) }];
}

function gunzipped(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  return stream.pipeThrough(new DecompressionStream("gzip") as unknown as TransformStream<Uint8Array, Uint8Array>);
}

function counted(stream: ReadableStream<Uint8Array>, count: (bytes: number) => void): ReadableStream<Uint8Array> {
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        count(chunk.length);
        controller.enqueue(chunk);
      },
    }),
  );
}

function unreadable(): never {
  throw new Unreadable("unreadable");
}

/** Bytes `start..end` of a document, decompressed as far as needed. */
export async function slice(document: Document, start: number, end: number): Promise<Uint8Array> {
  if (document.plain) return new Uint8Array(await document.plain.slice(start, end).arrayBuffer().catch(unreadable));
  const bytes = new Uint8Array(end - start);
  const reader = (await document.open(() => undefined)).getReader();
  for (let at = 0; at < end; ) {
    const { done, value } = await reader.read();
    if (done) break;
    const from = Math.max(start - at, 0);
    const part = value.subarray(from, end - at);
    if (part.length > 0) bytes.set(part, at + from - start);
    at += value.length;
  }
  await reader.cancel();
  return bytes;
}
