/** Helpers of the worker: workers of the same script, which it starts for large files. */
import { Helper, initSync } from "analyzer";
import type { Options } from "../../npm/index.d.ts";
import { Helpers, help, type Leader, type Worker as Started } from "../../npm/lib/helpers.js";
import type { Command, Notice } from "./protocol.ts";
import { blobOf, scriptUrl } from "./trusted.ts";

type Greeting = Extract<Command, { do: "help" }>;
export type Made = Omit<Extract<Command, { do: "start" }>, "do">;

/** Helpers for an audit; they are made of what the worker itself was made of. */
export function helpersOf(leader: Leader, options: Options, { module, script }: Made): Helpers {
  const greeting: Greeting = { do: "help", module, options };
  return new Helpers(leader, (hear, lost) => start(script, hear, lost), greeting, navigator.hardwareConcurrency);
}

function start(script: string, hear: (answer: unknown) => void, lost: () => void): Started {
  // A worker of a page that was opened from disk may not load a script of the page, but one of its own.
  const worker = new Worker(scriptUrl(blobOf(script)));
  worker.addEventListener("message", ({ data }) => {
    // What it has to tell the page, it tells through this worker.
    if ("is" in data) postMessage(data satisfies Notice);
    else hear(data);
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    lost();
  });
  return { send: (message, transfer = []) => worker.postMessage(message, transfer), end: () => worker.terminate() };
}

/** The helper's side: hears batches and answers them. */
export function helping({ module, options }: Greeting): (event: MessageEvent) => void {
  initSync({ module });
  const answer = help(new Helper(options), (message, transfer) => postMessage(message, { transfer }));
  return ({ data }) => answer(data);
}
