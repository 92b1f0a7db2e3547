/** The findings: filters above, the list at the left, the conversation at the right. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n/index.ts";
import type { Overview } from "../../protocol.ts";
import { cursor, matches, openAt, opened, openNamed } from "../../state/findings.ts";
import { go, hashOf } from "../../state/route.ts";
import { Detail } from "./detail.tsx";
import { Filters, Found } from "./filters.tsx";
import { List } from "./list.tsx";

interface Props {
  overview: Overview;
  /** What the address names. */
  conversation: string | null;
  mode: string | null;
}

/** From this width on list and conversation stand side by side. */
const SIDE_BY_SIDE = "(min-width: 60rem)";

export function FindingsView({ overview, conversation, mode }: Props) {
  const view = useRef<HTMLDivElement>(null);
  const total = matches.value?.total;
  useEffect(() => {
    const open = opened.peek()?.detection;
    if (conversation !== null && (open?.conversation_id !== conversation || open.failure_mode !== mode)) {
      void openNamed(conversation, mode);
    } else if (conversation === null && !matchMedia(SIDE_BY_SIDE).matches) {
      opened.value = null;
      cursor.value = -1;
    }
  }, [conversation, mode]);
  useEffect(() => {
    // Beside the list something is always open.
    if (conversation === null && opened.peek() === null && matchMedia(SIDE_BY_SIDE).matches) void openAt(0);
  }, [conversation, total]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => navigate(event, view.current);
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  if (overview.summary.findings === 0) return <p class="empty">{t.value.findings.clean}</p>;
  return (
    <div class={`findings${opened.value ? " has-open" : ""}`} ref={view}>
      <h1 class="visually-hidden">{t.value.findings.title}</h1>
      <Filters overview={overview} />
      <div class="left">
        <Found overview={overview} />
        <List />
      </div>
      <Detail />
    </div>
  );
}

/** j and k move, / searches, Escape leads back to the list; nothing is taken from whoever is typing. */
function navigate(event: KeyboardEvent, view: HTMLElement | null) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const target = event.target as HTMLElement;
  const isTyping = target.matches("input:not([type=checkbox]):not([type=range]), textarea, select");
  if (event.key === "Escape") {
    if (!isTyping && opened.peek()) backToList(view);
    return;
  }
  if (isTyping) return;
  if (event.key === "j") void openAt(cursor.peek() + 1);
  else if (event.key === "k") void openAt(Math.max(0, cursor.peek() - 1));
  else if (event.key === "/") view?.querySelector<HTMLInputElement>("input[type=search]")?.focus();
  else return;
  event.preventDefault();
}

export function backToList(view: HTMLElement | null = document.querySelector(".findings")) {
  if (!matchMedia(SIDE_BY_SIDE).matches) {
    opened.value = null;
    go(hashOf({ view: "findings", conversation: null, mode: null }));
  }
  requestAnimationFrame(() => view?.querySelector<HTMLElement>("[role=listbox]")?.focus());
}
