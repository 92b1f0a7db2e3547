/** The few pictures of the page, drawn here so that none has to be loaded. */
import type { Severity } from "../../../npm/index.d.ts";

export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true">
      <rect class="mark-paper" width="28" height="28" rx="8" />
      <path class="mark-line" d="M8 9.5h12M8 18.5h7" />
      <path class="mark-pen" d="M7 14h14" />
    </svg>
  );
}

/** Each severity has its own shape, so that colour is never needed to tell them apart. */
export function SeverityShape({ of }: { of: Severity }) {
  return (
    <svg class={`shape ${of}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {of === "critical" && <path d="M3.6.5h4.8L11.5 3.6v4.8L8.4 11.5H3.6L.5 8.4V3.6z" />}
      {of === "high" && <path d="M6 .8 11.6 11H.4z" />}
      {of === "medium" && <path d="M6 .5 11.5 6 6 11.5.5 6z" />}
      {of === "low" && <circle cx="6" cy="6" r="4.2" />}
    </svg>
  );
}

const PATHS = {
  sun: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 .8v1.7M8 13.5v1.7M.8 8h1.7M13.5 8h1.7M2.9 2.9l1.2 1.2M11.9 11.9l1.2 1.2M2.9 13.1l1.2-1.2M11.9 4.1l1.2-1.2",
  moon: "M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1z",
  auto: "M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12",
  gear: "M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M10.5 2.8v3.4M5.5 9.8v3.4",
  down: "M8 2v8.5M4.5 7.3 8 10.8l3.5-3.5M2.5 13.8h11",
  up: "M8 14V5.5M4.5 8.7 8 5.2l3.5 3.5M2.5 2.2h11",
  left: "M10 3 5 8l5 5",
  right: "m6 3 5 5-5 5",
  shut: "m3.5 3.5 9 9M12.5 3.5l-9 9",
  search: "M7 2.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6M10.5 10.5l3.8 3.8",
  lock: "M3.5 7h9v6.5h-9zM5.5 7V4.8a2.5 2.5 0 0 1 5 0V7",
  link: "M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.3-2.3a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.2 9.1a2.6 2.6 0 0 0 3.7 3.7l.8-.8",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  again: "M13.2 8A5.2 5.2 0 1 1 8 2.8c1.6 0 2.9.6 3.9 1.6L13.2 6M13.4 2.6V6H10",
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
