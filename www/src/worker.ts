/** The worker: holds the core and the files, reads and answers; nothing but plain data leaves it. */
import { initSync, version } from "analyzer";
import { helping, type Made } from "./helper.ts";
import type { Command, Failure, Notice } from "./protocol.ts";
import { audit, warmUp } from "./reading/audit.ts";
import { Unreadable } from "./reading/unreadable.ts";
import { Results } from "./results/results.ts";

let made: Made | null = null;
let results: Results | null = null;

addEventListener("message", hear);
watchRequests();

function hear({ data }: MessageEvent<Command>) {
  if (data.do === "help") {
    removeEventListener("message", hear);
    addEventListener("message", helping(data));
    return;
  }
  obey(data).catch((problem) => say({ is: "failed", failure: { code: "crash", message: String(problem) } }));
}

async function obey(command: Exclude<Command, { do: "help" }>): Promise<void> {
  switch (command.do) {
    case "start":
      initSync({ module: command.module });
      made = command;
      return say({ is: "ready", version: version() });
    case "warm-up":
      return warmUp(command.bytes);
    case "audit":
      try {
        if (!made) throw new Error("The core is not there yet.");
        results = null;
        results = new Results(
          await audit(made, command.sources, command.options, (progress) => say({ is: "progress", progress })),
        );
        say({ is: "done", overview: results.overview });
      } catch (problem) {
        say({ is: "failed", failure: failure(problem) });
      }
      return;
    case "answer":
      try {
        if (!results) throw new Error("Nothing has been analysed.");
        const answer = results[command.question].bind(results) as (question: unknown) => unknown;
        say({ is: "answer", id: command.id, value: await answer(command.with) });
      } catch (problem) {
        say({ is: "refused", id: command.id, failure: failure(problem) });
      }
  }
}

function failure(problem: unknown): Failure {
  if (problem instanceof Unreadable) return { code: problem.code, message: "" };
  if (problem instanceof Error && "code" in problem && typeof problem.code === "string") {
    return { code: problem.code, message: problem.message };
  }
  return { code: "crash", message: String(problem) };
}

/** Tells of every network request made in here, so that the page can show that there was none. */
function watchRequests() {
  new PerformanceObserver((list) => {
    const count = list.getEntries().filter((entry) => /^(https?|wss?):/.test(entry.name)).length;
    if (count > 0) say({ is: "requests", count });
  }).observe({ type: "resource", buffered: true });
}

function say(notice: Notice) {
  postMessage(notice);
}
