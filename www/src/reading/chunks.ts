/** Gathers a stream's small chunks, since each crossing into WebAssembly has its price. */

/** Firefox delivers 64 KiB at a time, a gunzip 16 KiB; from here on gathering gains nothing. */
const ENOUGH = 256 * 1024;

export async function* gathered(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(2 * ENOUGH);
  let filled = 0;
  for await (const chunk of chunks(stream)) {
    if (filled > 0 && (chunk.length >= ENOUGH || filled + chunk.length > buffer.length)) {
      yield buffer.subarray(0, filled);
      filled = 0;
    }
    if (chunk.length >= ENOUGH) {
      yield chunk;
      continue;
    }
    buffer.set(chunk, filled);
    filled += chunk.length;
    if (filled >= ENOUGH) {
      yield buffer.subarray(0, filled);
      filled = 0;
    }
  }
  if (filled > 0) yield buffer.subarray(0, filled);
}

/** WebKit's streams are not iterable by themselves. */
export async function* chunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
