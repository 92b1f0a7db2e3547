/** Files that the page reads for the worker: WebKit lets no worker of a page that was opened from disk read any. */
import type { Notice } from "../protocol.ts";
import { Unreadable } from "./unreadable.ts";

/** What is read of a file; a Blob is one. */
export interface Readable {
  readonly size: number;
  slice(from: number, to: number): Readable;
  arrayBuffer(): Promise<ArrayBuffer>;
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** Whether this worker may read files itself. */
const canRead = new Blob(["?"]).arrayBuffer().then(
  () => true,
  () => false,
);

export async function readable(file: Blob): Promise<Readable> {
  return (await canRead) ? file : new Lent(file);
}

/** What is asked for at once: few messages, little memory. */
const PORTION = 4 << 20;

class Lent implements Readable {
  readonly #file: Blob;

  constructor(file: Blob) {
    this.#file = file;
  }

  get size() {
    return this.#file.size;
  }

  slice(from: number, to: number) {
    return new Lent(this.#file.slice(from, to));
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise<ArrayBuffer | null>((resolve) => {
      port1.onmessage = ({ data }) => resolve(data);
    });
    postMessage({ is: "borrows", file: this.#file, to: port2 } satisfies Notice, { transfer: [port2] });
    const bytes = await answer;
    port1.close();
    if (!bytes) throw new Unreadable("unreadable");
    return bytes;
  }

  stream() {
    let at = 0;
    return new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: async (controller) => {
        const bytes = new Uint8Array(await this.slice(at, at + PORTION).arrayBuffer());
        at += bytes.length;
        if (bytes.length === 0) controller.close();
        else controller.enqueue(bytes);
      },
    });
  }
}
