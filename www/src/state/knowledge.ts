/** What the user gives the audit to compare with: facts, policy and articles. */
import { signal } from "@preact/signals";
import type { Options } from "../../../npm/index.d.ts";

export type Kind = "facts" | "policy" | "articles";
export const KINDS: Kind[] = ["facts", "policy", "articles"];

/** A file that was given, with its text. */
export interface Given {
  name: string;
  text: string;
}

export const knowledge = signal<Partial<Record<Kind, Given>>>({});
/** The name of the last file that was not of the expected shape. */
export const refused = signal<{ kind: Kind; name: string } | null>(null);

/** Help centres are small; a larger file is something else. */
const LARGEST = 64 * 1024 * 1024;

export async function give(kind: Kind, file: File): Promise<void> {
  const text = file.size > LARGEST ? "" : await file.text();
  const fits = kind === "articles" ? text.trim() !== "" : isObject(text);
  refused.value = fits ? null : { kind, name: file.name };
  if (fits) knowledge.value = { ...knowledge.value, [kind]: { name: file.name, text } };
}

export function take(kind: Kind) {
  const { [kind]: _, ...rest } = knowledge.value;
  knowledge.value = rest;
}

/** As the core's options have it. */
export function asOptions(given: Partial<Record<Kind, Given>>): Pick<Options, Kind> {
  return {
    ...(given.facts && { facts: JSON.parse(given.facts.text) }),
    ...(given.policy && { policy: JSON.parse(given.policy.text) }),
    ...(given.articles && { articles: given.articles.text }),
  };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
