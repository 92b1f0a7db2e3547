/** The list of findings: the filter, what it lets through, the rows that are on screen, and the one that is open. */
import { batch, computed, signal } from "@preact/signals";
import type { Engine } from "../engine.ts";
import type { Filter, FindingRow, Matches, Opened, Question, Questions } from "../protocol.ts";
import { shift } from "./route.ts";
import { minConfidence } from "./settings.ts";

/** Rows asked for at once. */
const PAGE = 100;
/** Milliseconds of rest after a keystroke before the search runs. */
const REST = 120;

export type Choices = Omit<Filter, "minConfidence">;
const ALL: Choices = { modes: [], severities: [], languages: [], text: "" };

export const choices = signal<Choices>(ALL);
export const matches = signal<Matches | null>(null);
/** Place of the open finding in the list, or -1. */
export const cursor = signal(-1);
export const opened = signal<Opened | null>(null);
export const isFiltered = computed(() => {
  const { modes, severities, languages, text } = choices.value;
  return modes.length + severities.length + languages.length > 0 || text !== "" || minConfidence.value > 0;
});

const pages = signal(new Map<number, FindingRow[]>());
let asked = new Set<number>();
let engine: Engine | null = null;
let run = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Everything of a former audit goes. */
export function forget() {
  run++;
  engine = null;
  batch(() => {
    choices.value = ALL;
    matches.value = null;
    pages.value = new Map();
    cursor.value = -1;
    opened.value = null;
  });
}

export async function showAll(from: Engine): Promise<void> {
  engine = from;
  await apply();
}

/** Changes the filter; a text waits for the next keystroke, everything else runs at once. */
export function choose(change: Partial<Choices>) {
  choices.value = { ...choices.value, ...change };
  clearTimeout(timer);
  if (change.text === undefined) void apply();
  else timer = setTimeout(() => void apply(), REST);
}

export function chooseConfidence(value: number) {
  minConfidence.value = value;
  clearTimeout(timer);
  timer = setTimeout(() => void apply(), REST);
}

export function clearChoices() {
  minConfidence.value = 0;
  choose(ALL);
}

/** The row at a place of the list; null until it has come. */
export function rowAt(position: number): FindingRow | null {
  const page = Math.floor(position / PAGE);
  const rows = pages.value.get(page);
  if (!rows) void fetchPage(page);
  return rows?.[position - page * PAGE] ?? null;
}

export async function openAt(position: number): Promise<void> {
  const total = matches.value?.total ?? 0;
  if (position < 0 || position >= total) return;
  cursor.value = position;
  const row = rowAt(position) ?? (await fetchPage(Math.floor(position / PAGE)))?.[position % PAGE];
  if (row && cursor.value === position) await load(row.index);
}

/** Opens a finding wherever it stands, also when the filter hides it. */
export async function openFinding(index: number): Promise<void> {
  const position = await ask("place", { index });
  if (position === undefined) return;
  cursor.value = position;
  await load(index);
}

/** Opens the finding that an address names; false if there is none. */
export async function openNamed(conversation: string, mode: string | null): Promise<boolean> {
  const index = (await ask("find", { conversation, mode })) ?? -1;
  if (index >= 0) await openFinding(index);
  return index >= 0;
}

async function load(index: number) {
  const now = run;
  const found = await ask("open", { index });
  if (!found || now !== run) return;
  opened.value = found;
  shift({ view: "findings", conversation: found.detection.conversation_id, mode: found.detection.failure_mode });
}

async function apply() {
  const now = ++run;
  const filter: Filter = { ...choices.value, minConfidence: minConfidence.value };
  const found = await ask("match", { filter });
  if (!found || now !== run) return;
  const index = opened.value?.index;
  const first = await ask("rows", { from: 0, to: PAGE });
  const position = index === undefined ? -1 : ((await ask("place", { index })) ?? -1);
  if (now !== run) return;
  asked = new Set([0]);
  batch(() => {
    matches.value = found;
    pages.value = new Map([[0, first ?? []]]);
    cursor.value = position;
  });
}

/** Undefined when there is nothing to ask, or the worker is gone; the session tells the reader. */
async function ask<Q extends Question>(question: Q, asked: Questions[Q][0]): Promise<Questions[Q][1] | undefined> {
  return engine?.ask(question, asked).catch(() => undefined);
}

async function fetchPage(page: number): Promise<FindingRow[] | undefined> {
  if (asked.has(page)) return pages.value.get(page);
  asked.add(page);
  const now = run;
  const rows = await ask("rows", { from: page * PAGE, to: (page + 1) * PAGE });
  if (!rows || now !== run) return undefined;
  pages.value = new Map(pages.value).set(page, rows);
  return rows;
}
