/** The list of findings; only the rows in view exist, and they come from the worker as they are needed. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { percent } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import type { FindingRow } from "../../protocol.ts";
import { cursor, matches, openAt, rowAt } from "../../state/findings.ts";
import { SeverityShape } from "../icons.tsx";
import { Said } from "../said.tsx";

/** CSS pixels; the style sheet's --row says the same. */
const ROW = 108;
/** Rows kept beyond both edges of the view. */
const SPARE = 6;
/** Browsers lose elements that are higher (Firefox near 17.9 million pixels); longer lists are scrolled in larger steps. */
const HIGHEST = 10_000_000;

export function List() {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const total = matches.value?.total ?? 0;
  const position = cursor.value;
  const full = total * ROW;
  const height = Math.min(full, HIGHEST);
  const scale = height > view.height ? (full - view.height) / (height - view.height) : 1;
  const top = view.top * scale;
  const first = Math.max(0, Math.floor(top / ROW) - SPARE);
  const last = Math.min(total, Math.ceil((top + view.height) / ROW) + SPARE);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = box.current;
    if (!element || position < 0) return;
    const [above, below] = [position * ROW, (position + 1) * ROW - element.clientHeight];
    const now = element.scrollTop * scale;
    if (now > above) element.scrollTop = above / scale;
    else if (now < below) element.scrollTop = below / scale;
  }, [position, scale]);

  const press = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(view.height / ROW) - 1);
    const to = {
      ArrowDown: position + 1,
      ArrowUp: position - 1,
      PageDown: position + page,
      PageUp: position - page,
      Home: 0,
      End: total - 1,
    }[event.key];
    if (to !== undefined) void openAt(Math.min(total - 1, Math.max(0, to)));
    else if (event.key === "Enter") void openAt(Math.max(0, position)).then(focusDetail);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={box}
      class="list"
      role="listbox"
      tabIndex={0}
      aria-label={t.value.findings.list}
      aria-activedescendant={position >= first && position < last ? `finding-${position}` : undefined}
      title={t.value.findings.keys}
      onScroll={(event) => setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
      onKeyDown={press}
      onClick={(event) => {
        const row = (event.target as Element).closest<HTMLElement>("[role=option]");
        if (row) void openAt(Number(row.dataset.index)).then(focusDetail);
      }}
    >
      {total === 0 && matches.value && <p class="empty">{t.value.findings.none}</p>}
      <div class="list-room" role="presentation" style={{ height: `${height}px` }}>
        {Array.from({ length: Math.max(0, last - first) }, (_, offset) => {
          const index = first + offset;
          return (
            <Row
              key={index}
              row={rowAt(index)}
              index={index}
              total={total}
              y={index * ROW - top + view.top}
              isOpen={index === position}
            />
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  row: FindingRow | null;
  index: number;
  total: number;
  /** Where it stands, in pixels. */
  y: number;
  isOpen: boolean;
}

function Row({ row, index, total, y, isOpen }: RowProps) {
  const { modes, severities, languages } = t.value;
  return (
    <div
      id={`finding-${index}`}
      class="list-row"
      role="option"
      aria-selected={isOpen}
      aria-setsize={total}
      aria-posinset={index + 1}
      style={{ transform: `translateY(${y}px)` }}
      data-index={index}
      tabIndex={-1}
    >
      {row && (
        <>
          <p class="row-head">
            <span class={`severity ${row.severity}`}>
              <SeverityShape of={row.severity} />
              {severities[row.severity]}
            </span>
            <span class="row-mode">{modes[row.mode]?.[0] ?? row.mode}</span>
            <span class="row-confidence" title={t.value.findings.confidence}>
              {percent(row.confidence)}
            </span>
          </p>
          <p class="row-text">
            <Said text={row.explanation} />
          </p>
          <p class="row-foot">
            <span>#{row.conversation}</span>
            {row.language && <span>{languages[row.language] ?? row.language}</span>}
          </p>
        </>
      )}
    </div>
  );
}

/** On a narrow screen the conversation takes the list's place; the focus follows it. */
function focusDetail() {
  requestAnimationFrame(() => document.getElementById("detail")?.focus());
}
