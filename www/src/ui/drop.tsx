/** Lets files and folders be dropped anywhere on the page. */
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { t } from "../i18n/index.ts";
import { begin } from "../state/session.ts";
import { fromDrop } from "../state/sources.ts";

/** Something is being dragged over the page. */
export const isDragging = signal(false);
let depth = 0;

export function DropTarget({ children }: { children: ComponentChildren }) {
  const enter = (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth++;
    isDragging.value = true;
  };
  const leave = () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) isDragging.value = false;
  };
  const over = (event: DragEvent) => {
    if (holdsFiles(event)) event.preventDefault();
  };
  const drop = async (event: DragEvent) => {
    if (!event.dataTransfer || !holdsFiles(event)) return;
    event.preventDefault();
    depth = 0;
    isDragging.value = false;
    await begin(await fromDrop(event.dataTransfer));
  };
  return (
    <div class="page" onDragEnter={enter} onDragLeave={leave} onDragOver={over} onDrop={drop}>
      {children}
      {isDragging.value && (
        <div class="drop-veil" aria-hidden="true">
          <p>{t.value.start.dropNow}</p>
        </div>
      )}
    </div>
  );
}

function holdsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
