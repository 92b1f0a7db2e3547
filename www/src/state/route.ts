/** Where in the report the reader is, kept in the address so that Back works and a finding can be linked. */
import { signal } from "@preact/signals";

export type Place = { view: "summary" } | { view: "findings"; conversation: string | null; mode: string | null };

export const place = signal<Place>({ view: "summary" });

export function hashOf(place: Place): string {
  if (place.view === "summary") return "#summary";
  if (place.conversation === null) return "#findings";
  return `#findings/${encodeURIComponent(place.conversation)}/${encodeURIComponent(place.mode ?? "")}`;
}

export function go(hash: string) {
  if (location.hash !== hash) history.pushState(null, "", hash || location.pathname);
  follow();
}

/** The same step of the history, for moving from finding to finding. */
export function shift(place: Place) {
  history.replaceState(null, "", hashOf(place));
}

export function follow() {
  const [view, conversation, mode] = location.hash.slice(1).split("/").map(decoded);
  if (view === "findings") place.value = { view, conversation: conversation || null, mode: mode || null };
  // Anything else, such as the skip link's target, is no place of its own.
  else if (view === "summary" || view === "") place.value = { view: "summary" };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

addEventListener("popstate", follow);
addEventListener("hashchange", follow);
