/** The audit at hand: nothing yet, under way, done or failed. */
import { batch, signal } from "@preact/signals";
import type { Options } from "../../../npm/index.d.ts";
import { Engine, EngineError } from "../engine.ts";
import type { Failure, Overview, Progress, Source } from "../protocol.ts";
import { forget, showAll } from "./findings.ts";
import { asOptions, type Given, type Kind, knowledge } from "./knowledge.ts";
import { follow, go } from "./route.ts";
import { sample, sampleExport } from "./sample.ts";
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
/** Counts audits, so that one that was overtaken says nothing more. */
let run = 0;

engine.onLost = (failure) => {
  if (screen.value.at === "report") fail(failure);
};

export async function begin(sources: Source[], own: Job["knowledge"] = null): Promise<void> {
  job = { sources, knowledge: own };
  await rerun();
}

export async function beginSample(): Promise<void> {
  const { sources, knowledge } = await sample();
  await begin(sources, knowledge);
}

/** Lets the worker read the sample unseen, so that the first file meets compiled code. */
export async function warmUp(): Promise<void> {
  const bytes = await sampleExport();
  if (screen.value.at === "start") engine.warmUp(bytes);
}

/** Reads the same files again, with the settings as they are now. */
export async function rerun(): Promise<void> {
  if (!job) return;
  const { sources } = job;
  const now = ++run;
  if (screen.value.at === "reading") engine.stop();
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
    if (now !== run) return;
    batch(() => {
      screen.value = { at: "report", overview };
      follow();
    });
  } catch (problem) {
    if (now === run)
      fail(problem instanceof EngineError ? problem.failure : { code: "crash", message: String(problem) });
  }
}

/** Back to the beginning; whatever is under way ends, and the result is gone. */
export function startOver() {
  job = null;
  run++;
  forget();
  screen.value = { at: "start" };
  engine.stop();
  go("");
}

function fail(failure: Failure) {
  forget();
  screen.value = { at: "failed", failure };
}

function options({ knowledge: own }: Job): Options {
  return { ...asOptions(own ?? knowledge.value), bots: bots.value, lang: lang.value, prices: prices.value };
}
