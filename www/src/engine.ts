/** The page's side of the worker: starts it, puts questions to it, and replaces it when it is stopped or has crashed. */
import wasm from "../../npm/dist/analyzer_bg.wasm?packed";
import type { Options } from "../../npm/index.d.ts";
import { unpack } from "./packed.ts";
import type { Command, Failure, Notice, Overview, Progress, Question, Questions, Source } from "./protocol.ts";
import { blobOf, scriptUrl } from "./trusted.ts";
import script from "./worker.ts?bundled";

/** A refusal of the worker, or its end. */
export class EngineError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message || failure.code);
  }
}

/** The codes after which the worker's memory cannot be trusted. */
const FATAL = new Set(["crash"]);

type Waiting = { resolve: (value: never) => void; reject: (problem: EngineError) => void };

export class Engine {
  /** Hears of requests made inside the worker. */
  onRequests: (count: number) => void = () => undefined;
  /** Hears that the worker is gone, and any result with it. */
  onLost: (failure: Failure) => void = () => undefined;
  #module = unpack(wasm).then((bytes) => WebAssembly.compile(bytes));
  #worker: Worker | null = null;
  #waiting = new Map<number, Waiting>();
  #audit: (Waiting & { tell: (progress: Progress) => void }) | null = null;
  #asked = 0;

  /** Starts the worker ahead of need; calling it again is free. */
  start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(scriptUrl(blobOf(script)));
    this.#worker = worker;
    worker.addEventListener("message", ({ data }: MessageEvent<Notice>) => this.#hear(data));
    worker.addEventListener("error", (event) => this.#fail({ code: "crash", message: event.message }));
    worker.addEventListener("messageerror", () => this.#fail({ code: "crash", message: "" }));
    // Messages wait in order, so commands sent before the module is compiled must wait here too.
    this.#ready = this.#module.then((module) => worker.postMessage({ do: "start", module, script } satisfies Command));
    return worker;
  }
  #ready: Promise<void> = Promise.resolve();

  /** Rejects with an EngineError. A former result is gone. */
  audit(sources: Source[], options: Options, tell: (progress: Progress) => void): Promise<Overview> {
    return new Promise((resolve, reject) => {
      this.#audit = { resolve, reject, tell };
      this.#send({ do: "audit", sources, options });
    });
  }

  /** Rejects with an EngineError. */
  ask<Q extends Question>(question: Q, asked: Questions[Q][0]): Promise<Questions[Q][1]> {
    return new Promise((resolve, reject) => {
      const id = ++this.#asked;
      this.#waiting.set(id, { resolve, reject });
      this.#send({ do: "answer", id, question, with: asked } as Command);
    });
  }

  /** Has an export read of which nobody hears anything. */
  warmUp(bytes: Uint8Array<ArrayBuffer>) {
    this.#send({ do: "warm-up", bytes });
  }

  /** Ends whatever is under way and begins with a fresh worker. */
  stop() {
    this.#fail({ code: "cancelled", message: "" });
  }

  #send(command: Command) {
    const worker = this.start();
    this.#ready.then(
      () => worker.postMessage(command),
      (problem) => this.#fail({ code: "crash", message: String(problem) }),
    );
  }

  #hear(notice: Notice) {
    switch (notice.is) {
      case "progress":
        return this.#audit?.tell(notice.progress);
      case "requests":
        return this.onRequests(notice.count);
      case "borrows":
        notice.file.arrayBuffer().then(
          (bytes) => notice.to.postMessage(bytes, [bytes]),
          () => notice.to.postMessage(null),
        );
        return;
      case "done":
        this.#audit?.resolve(notice.overview as never);
        this.#audit = null;
        return;
      case "failed":
        if (FATAL.has(notice.failure.code)) return this.#fail(notice.failure);
        this.#audit?.reject(new EngineError(notice.failure));
        this.#audit = null;
        return;
      case "answer":
        this.#waiting.get(notice.id)?.resolve(notice.value as never);
        this.#waiting.delete(notice.id);
        return;
      case "refused":
        if (FATAL.has(notice.failure.code)) return this.#fail(notice.failure);
        this.#waiting.get(notice.id)?.reject(new EngineError(notice.failure));
        this.#waiting.delete(notice.id);
    }
  }

  /** Everybody who waits hears of it; the worker is thrown away. */
  #fail(failure: Failure) {
    this.#worker?.terminate();
    this.#worker = null;
    const waiting = [...this.#waiting.values(), ...(this.#audit ? [this.#audit] : [])];
    this.#waiting.clear();
    this.#audit = null;
    for (const { reject } of waiting) reject(new EngineError(failure));
    this.onLost(failure);
    this.start();
  }
}
