/** Bytes reach the core in their order, whatever the sizes in which the browser hands them over. */
import { expect, test } from "@playwright/test";
import { gathered } from "../../www/src/reading/chunks.ts";

/** Small and large chunks in turns, with every byte telling its place. */
async function through(sizes: number[]): Promise<{ given: Buffer; got: Buffer }> {
  let at = 0;
  const chunks = sizes.map((size) => Uint8Array.from({ length: size }, () => at++ % 251));
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const parts: Buffer[] = [];
  for await (const part of gathered(stream)) parts.push(Buffer.from(part));
  return { given: Buffer.concat(chunks), got: Buffer.concat(parts) };
}

const KIB = 1024;
const WAYS: Record<string, number[]> = {
  "many small ones": Array.from({ length: 200 }, (_, index) => 1 + ((index * 977) % (16 * KIB))),
  "a small one before a large one": [100 * KIB, 400 * KIB, 3, 256 * KIB, 1, 2048 * KIB],
  "each just at a border": [256 * KIB - 1, 256 * KIB, 256 * KIB + 1, 512 * KIB, 1, 511 * KIB],
  "empty ones in between": [0, 5, 0, 0, 300 * KIB, 0],
  none: [],
};
for (const [name, sizes] of Object.entries(WAYS)) {
  test(`chunks, ${name}`, async () => {
    const { given, got } = await through(sizes);
    expect(got.equals(given)).toBe(true);
  });
}
