/** Whatever holds an export, as files of byte chunks, unpacked. */

import { AuditError } from "./engine.js";

/** Chunks handed to the engine: large enough that the calls cost nothing, small enough to show progress. */
const CHUNK = 1 << 20;

/** A text that names a file instead of holding one. */
const NAME = /^[^\n{[<]{1,1000}\.(jsonl?|ndjson|csv|gz|zip)$/i;

const encoder = new TextEncoder();

/**
 * The files in a source. Only files come in lists; any other list is parsed JSON.
 * A file whose bytes cannot be had throws an AuditError "unreadable"; what the caller's own stream throws passes.
 * @param {unknown} source
 * @param {(bytes: number) => void} onRead  told of the bytes read, before they are unpacked
 * @returns {{name: string, size: number | null, chunks: AsyncGenerator<Uint8Array>}[]}
 */
export function filesOf(source, onRead) {
  /** @type {any[]} */
  const list = Array.isArray(source) && source.length > 0 && source.every(isFile) ? source : [source];
  return list.map((one) => ({
    name: one?.name ?? "input",
    size: one?.size ?? one?.byteLength ?? null,
    chunks: unpacked(counted(chunksOf(one), onRead)),
  }));
}

/**
 * @param {AsyncGenerator<Uint8Array>} chunks
 * @param {(bytes: number) => void} onRead
 */
async function* counted(chunks, onRead) {
  for await (const chunk of chunks) {
    onRead(chunk.length);
    yield chunk;
  }
}

/** @param {any} source @returns {AsyncGenerator<Uint8Array>} */
async function* chunksOf(source) {
  if (typeof source === "string") {
    if (NAME.test(source)) {
      const message = `No file is opened by its name (${source}): give its bytes, or a stream of them.`;
      throw new AuditError("bad-source", message);
    }
    yield* slices(encoder.encode(source));
  } else if (source instanceof ArrayBuffer) yield* slices(new Uint8Array(source));
  else if (ArrayBuffer.isView(source)) {
    yield* slices(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
  } else if (isFile(source)) {
    try {
      const stream = source.stream();
      yield* typeof stream.getReader === "function" ? readAll(stream) : stream;
    } catch (problem) {
      throw unreadable(problem);
    }
  } else if (typeof source?.getReader === "function") yield* readAll(source);
  else if (typeof source?.[Symbol.asyncIterator] === "function") {
    for await (const chunk of source) yield bytesOf(chunk);
  } else if (Array.isArray(source)) {
    for (const [index, one] of source.entries())
      yield encoder.encode(`${index === 0 ? "[" : ","}${JSON.stringify(one)}`);
    yield encoder.encode(source.length === 0 ? "[]" : "]");
  } else if (kindOf(source) === "Object") yield* slices(encoder.encode(JSON.stringify(source)));
  else {
    const kinds = "text, bytes, a Blob or File, a ReadableStream, an AsyncIterable, or parsed JSON";
    const found = typeof source === "object" && source !== null ? `a ${kindOf(source)}` : `${source && typeof source}`;
    throw new AuditError("bad-source", `A source is ${kinds}, and not ${found}.`);
  }
}

/** `Promise`, `Response`; `Object` for what JSON could hold, whichever realm it is from. @param {unknown} value */
function kindOf(value) {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/** @param {unknown} chunk */
function bytesOf(chunk) {
  if (typeof chunk === "string") return encoder.encode(chunk);
  if (chunk instanceof Uint8Array) return chunk;
  throw new AuditError("bad-source", `A stream's chunks are bytes or text, and not ${typeof chunk}.`);
}

/** @param {Uint8Array} bytes */
function* slices(bytes) {
  for (let start = 0; start < bytes.length; start += CHUNK) yield bytes.subarray(start, start + CHUNK);
}

/** @param {ReadableStream} stream @returns {AsyncGenerator<Uint8Array>} */
async function* readAll(stream) {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield bytesOf(value);
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/**
 * The chunks, or what they hold if they are gzip.
 * @param {AsyncGenerator<Uint8Array>} chunks
 * @returns {AsyncGenerator<Uint8Array>}
 */
async function* unpacked(chunks) {
  /** @type {Uint8Array<ArrayBuffer>} */
  let head = new Uint8Array();
  for await (const chunk of chunks) {
    if (head.length >= 2) {
      yield chunk;
      continue;
    }
    const joined = new Uint8Array(head.length + chunk.length);
    joined.set(head);
    joined.set(chunk, head.length);
    head = joined;
    if (head.length < 2) continue;
    if (head[0] === 0x1f && head[1] === 0x8b) {
      let fault = null;
      const packed = streamOf(head, chunks, (problem) => {
        fault = problem;
      });
      try {
        yield* readAll(packed.pipeThrough(new DecompressionStream("gzip")));
      } catch (problem) {
        throw fault ?? unreadable(problem);
      }
      return;
    }
    yield head;
  }
  if (head.length === 1) yield head;
}

/**
 * @param {Uint8Array<ArrayBuffer>} head
 * @param {AsyncGenerator<Uint8Array>} rest
 * @param {(problem: unknown) => void} onFault
 * @returns {ReadableStream<BufferSource>}
 */
function streamOf(head, rest, onFault) {
  return new ReadableStream({
    start: (controller) => controller.enqueue(head),
    async pull(controller) {
      try {
        const { done, value } = await rest.next();
        if (done) controller.close();
        else controller.enqueue(/** @type {Uint8Array<ArrayBuffer>} */ (value));
      } catch (problem) {
        onFault(problem);
        throw problem;
      }
    },
    cancel: () => rest.return(undefined).then(() => {}),
  });
}

/**
 * What a failed read means to the audit; an AuditError of the source itself stays what it is.
 * @param {unknown} problem
 */
function unreadable(problem) {
  if (problem instanceof AuditError) return problem;
  const { message } = /** @type {Error} */ (problem);
  return new AuditError("unreadable", `The rest of the file could not be read: ${message}`, { cause: problem });
}

/**
 * A Blob, or anything that can be streamed like one.
 * @param {any} value
 * @returns {value is { name?: string, size: number | null, stream: () => any }}
 */
function isFile(value) {
  return typeof value?.stream === "function";
}
