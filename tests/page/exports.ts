/** Small authored exports for the page's tests. */
import { deflateRawSync, gzipSync } from "node:zlib";

export interface Upload {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export function file(name: string, content: string | Buffer): Upload {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(content) };
}

/** A bot that gives the same answer three times to somebody who rejects it each time. */
export function loop(id: string, answer = "You can follow your parcel in the app under Orders.") {
  const say = (role: string, content: string) => ({ role, content });
  return {
    id,
    platform: "manual",
    reported_resolved: true,
    messages: [
      say("user", "Where is my parcel?"),
      say("bot", answer),
      say("user", "The app shows nothing."),
      say("bot", answer),
      say("user", "I said the app is empty!!"),
      say("bot", answer),
      say("user", "That does not help at all"),
    ],
  };
}

export function healthy(id: string) {
  return {
    id,
    platform: "manual",
    reported_resolved: true,
    messages: [
      { role: "user", content: "How do I change my address?" },
      { role: "bot", content: "Open Settings, then Address." },
      { role: "user", content: "Great, that worked, thank you!" },
    ],
  };
}

export const loops = (count: number, from = 1) =>
  JSON.stringify(Array.from({ length: count }, (_, index) => loop(`loop-${from + index}`)));

export const gzipped = (content: string) => gzipSync(content);

/** A zip archive of deflated entries. */
export function zipped(entries: Record<string, string>): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const packed = deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(Buffer.byteLength(content), 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    local.push(Buffer.from("PK\x03\x04", "latin1"), common, Buffer.from(name), packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, rest, Buffer.from(name));
    offset += 4 + common.length + Buffer.byteLength(name) + packed.length;
  }
  const size = Buffer.concat(directory).length;
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(Object.keys(entries).length, 8);
  end.writeUInt16LE(Object.keys(entries).length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, ...directory, end]);
}
