/** The audit at hand: nothing yet, under way, done or failed. */
import { batch, signal } from "@preact/signals";
import type { Options } from "../../../npm/index.d.ts";
import { Engine, EngineError } from "../engine.ts";
import type { Failure, Overview, Progress, Source } from "../protocol.ts";
import { forget, showAll } from "./findings.ts";
import { asOptions, type Given, type Kind, knowledge } from "./knowledge.ts";
import { follow, go } from "./route.ts";
import { sample } from "./sample.ts";
import { bots, lang, prices } from "./settings.ts";

export type Screen =
  | { at: "start" }
  | { at: "reading"; progress: Progress; since: number }
  | { at: "report"; overview: Overview }
  | { at: "failed"; failure: Failure };

export const engine = new Engine();
export const screen = signal<Screen>({ at: "start" });

interface Job {
  sources: Source[];
  /** The sample brings its own. */
  knowledge: Partial<Record<Kind, Given>> | null;
}
let job: Job | null = null;

export async function begin(sources: Source[], own: Job["knowledge"] = null): Promise<void> {
  job = { sources, knowledge: own };
  await rerun();
}

export async function beginSample(): Promise<void> {
  const { sources, knowledge } = await sample();
  await begin(sources, knowledge);
}

/** Reads the same files again, with the settings as they are now. */
export async function rerun(): Promise<void> {
  if (!job) return;
  const { sources } = job;
  const total = sources.reduce((sum, { file }) => sum + file.size, 0);
  const since = performance.now();
  forget();
  if (sources.length === 0) return fail({ code: "nothing", message: "" });
  screen.value = {
    at: "reading",
    since,
    progress: { bytes: 0, total, conversations: 0, findings: 0, file: sources[0]?.name ?? "" },
  };
  try {
    const overview = await engine.audit(sources, options(job), (progress) => {
      screen.value = { at: "reading", since, progress };
    });
    await showAll(engine);
    batch(() => {
      screen.value = { at: "report", overview };
      follow();
    });
  } catch (problem) {
    fail(problem instanceof EngineError ? problem.failure : { code: "crash", message: String(problem) });
  }
}

/** Back to the beginning; whatever is under way ends, and the result is gone. */
export function startOver() {
  job = null;
  forget();
  engine.stop();
  screen.value = { at: "start" };
  go("");
}

function fail(failure: Failure) {
  screen.value = failure.code === "cancelled" ? { at: "start" } : { at: "failed", failure };
}

function options({ knowledge: own }: Job): Options {
  return { ...asOptions(own ?? knowledge.value), bots: bots.value, lang: lang.value, prices: prices.value };
}
