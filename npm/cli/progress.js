/** A line of progress on stderr, where a person is watching. */

const WIDTH = 30;
/** Milliseconds between two lines; faster is only flicker. */
const PAUSE = 100;

export class Progress {
  #begun = Date.now();
  #shown = 0;

  /** @param {{ bytes: number, total: number | null }} state */
  show({ bytes, total }) {
    const speed = `${megabytes(bytes)} MB, ${megabytes(bytes / this.#seconds)} MB/s`;
    if (!total) return this.line(speed);
    const share = bytes / total;
    const bar = "█".repeat(Math.round(share * WIDTH)).padEnd(WIDTH, "░");
    this.line(`${bar} ${Math.round(share * 100)} %  ${speed}`);
  }

  /** @param {string} text */
  line(text) {
    const now = Date.now();
    if (!process.stderr.isTTY || now - this.#shown < PAUSE) return;
    this.#shown = now;
    process.stderr.write(`\r\x1b[2K${text}`);
  }

  /** Seconds left until `total` things are done, if `done` are. @param {number} done @param {number} total */
  left(done, total) {
    return Math.round((this.#seconds / Math.max(done, 1)) * (total - done));
  }

  /** Things a second. @param {number} done */
  rate(done) {
    return done / this.#seconds;
  }

  end() {
    if (process.stderr.isTTY && this.#shown > 0) process.stderr.write("\r\x1b[2K");
  }

  get #seconds() {
    return Math.max((Date.now() - this.#begun) / 1000, 0.001);
  }
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
