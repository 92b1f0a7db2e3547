/** Helpers: workers that examine batches of an audit beside the one that leads it. */

/**
 * What leads: an analyzer of the engine, or what passes its calls on.
 * @typedef {{ share(): void, batch(): Uint8Array | undefined, settle(batch: number, answers?: Uint8Array): void }} Leader
 */

/**
 * A worker that becomes a helper with the first message, the greeting.
 * @typedef {{ send(message: unknown, transfer?: ArrayBuffer[]): void, end(): void }} Worker
 */

/**
 * Starts a worker; its answers come to `hear`, and `lost` is called if it cannot start or dies.
 * @typedef {(hear: (answer: any) => void, lost: () => void) => Worker} Start
 */

/** A helper starts while one worker reads about as much as this; for less it is no help. */
const BYTES_EACH = 12 << 20;

/** Splitting a file and joining the answers keeps one worker busy from here on. */
const MOST = 7;

/** Batches under way at one helper: one in its hands, one on its desk. */
const AT_ONCE = 2;

/** Batches for each helper that are kept because an earlier one is still under way: two megabytes. */
const AHEAD = 4;

/** Milliseconds between two wake-ups: at times Firefox lets a worker sleep on what came while it started another one. */
const HEARTBEAT = 200;

/** @typedef {{ worker: Worker | null, isReady: boolean, away: Set<number> }} Helper */

export class Helpers {
  #leader;
  #start;
  #greeting;
  #most;
  /** @type {Helper[]} */
  #helpers = [];
  #dealt = 0;
  #isShared = false;
  /** What the leader threw while an answer was settled. @type {{ problem: unknown } | null} */
  #thrown = null;
  #heard = () => {};
  #turn = new MessageChannel();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #heart;

  /**
   * @param {Leader} leader
   * @param {Start} start
   * @param {unknown} greeting
   * @param {number} workers  how many there may be, the leader among them
   */
  constructor(leader, start, greeting, workers) {
    this.#leader = leader;
    this.#start = start;
    this.#greeting = greeting;
    this.#most = Math.min(workers - 1, MOST);
  }

  /** Starts as many helpers as are worth it for so many bytes, and can be. @param {number} bytes */
  grow(bytes) {
    const wanted = Math.min(this.#most, Math.floor(bytes / BYTES_EACH));
    while (this.#helpers.length < wanted) {
      /** @type {Helper} */
      const helper = { worker: null, isReady: false, away: new Set() };
      try {
        helper.worker = this.#start(
          (answer) => this.#hear(helper, answer),
          () => this.#lose(helper),
        );
        helper.worker.send(this.#greeting);
      } catch {
        this.#most = this.#helpers.length;
        return;
      }
      this.#helpers.push(helper);
      if (!this.#isShared) this.#leader.share();
      this.#isShared = true;
      this.#heart ??= setInterval(() => {}, HEARTBEAT);
    }
  }

  /** Hands out the batches there are; what no helper is free for is examined here. */
  async deal() {
    if (!this.#isShared) return;
    await this.#look();
    for (let batch = this.#leader.batch(); batch; batch = this.#leader.batch()) {
      const number = this.#dealt++;
      const free = this.#free().sort((a, b) => a.away.size - b.away.size)[0];
      if (free) {
        free.away.add(number);
        free.worker?.send({ number, batch }, [/** @type {ArrayBuffer} */ (batch.buffer)]);
      } else {
        this.#leader.settle(number);
      }
      while (number - this.#oldest() > AHEAD * this.#helpers.length) await this.#answer();
    }
  }

  /** Waits for all answers. */
  async settled() {
    while (this.#oldest() < this.#dealt) await this.#answer();
    this.#rethrow();
  }

  end() {
    for (const { worker } of this.#helpers) worker?.end();
    this.#helpers = [];
    clearInterval(this.#heart);
    this.#turn.port1.close();
  }

  /** What waits for a helper that has yet to start holds up all that comes behind. */
  #free() {
    return this.#helpers.filter(({ isReady, away }) => isReady && away.size < AT_ONCE);
  }

  /** The first batch that is under way. */
  #oldest() {
    return Math.min(this.#dealt, ...this.#helpers.flatMap(({ away }) => [...away]));
  }

  /** Lets answers in that are there already: a source that is in memory never waits for anything else. */
  async #look() {
    await new Promise((resolve) => {
      // Of messages, Node would let this one pass those that wait.
      if (typeof setImmediate === "function") return setImmediate(resolve);
      this.#turn.port1.onmessage = resolve;
      this.#turn.port2.postMessage(null);
    });
    this.#rethrow();
  }

  async #answer() {
    await new Promise((resolve) => {
      this.#heard = () => resolve(null);
    });
    this.#rethrow();
  }

  #rethrow() {
    if (this.#thrown) throw this.#thrown.problem;
  }

  /** @param {Helper} helper @param {{ batch?: number, answers?: Uint8Array }} answer */
  #hear(helper, { batch, answers }) {
    if (batch === undefined) helper.isReady = true;
    else this.#settle(helper, batch, answers);
  }

  /** @param {Helper} helper @param {number} batch @param {Uint8Array} [answers] */
  #settle(helper, batch, answers) {
    if (!helper.away.delete(batch)) return;
    try {
      this.#leader.settle(batch, answers);
    } catch (problem) {
      this.#thrown ??= { problem };
    }
    this.#heard();
  }

  /** What a helper leaves undone is done here. @param {Helper} helper */
  #lose(helper) {
    this.#helpers = this.#helpers.filter((other) => other !== helper);
    // So that no other is started in its place.
    this.#most = this.#helpers.length;
    helper.worker?.end();
    for (const batch of [...helper.away]) this.#settle(helper, batch);
  }
}

/**
 * The helper's side: says that it is ready, and then hears the batches and answers them.
 * @param {{ examine(batch: Uint8Array): Uint8Array }} helper  of the engine
 * @param {(answer: unknown, transfer: ArrayBuffer[]) => void} answer
 * @returns {(message: { number: number, batch: Uint8Array }) => void}
 */
export function help(helper, answer) {
  answer({}, []);
  return ({ number, batch }) => {
    const answers = helper.examine(batch);
    answer({ batch: number, answers }, [/** @type {ArrayBuffer} */ (answers.buffer)]);
  };
}
