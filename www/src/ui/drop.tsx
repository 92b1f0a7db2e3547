/** Lets files and folders be dropped anywhere on the page. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../i18n/index.ts";
import { begin } from "../state/session.ts";
import { fromDrop } from "../state/sources.ts";

/** Something is being dragged over the page. */
export const isDragging = signal(false);

export function DropVeil() {
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    addEventListener("dragover", over, { signal });
    addEventListener("dragleave", leave, { signal });
    addEventListener("drop", drop, { signal });
    return () => listening.abort();
  }, []);
  if (!isDragging.value) return null;
  return (
    <div class="drop-veil" aria-hidden="true">
      <p>{t.value.start.dropNow}</p>
    </div>
  );
}

function over(event: DragEvent) {
  if (!event.dataTransfer?.types.includes("Files")) return;
  // Without this the browser would open the file in the page's place.
  event.preventDefault();
  isDragging.value = true;
}

function leave(event: DragEvent) {
  // Moving from element to element is no leaving; leaving the window has nowhere to go to.
  if (event.relatedTarget === null) isDragging.value = false;
}

function drop(event: DragEvent) {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  isDragging.value = false;
  void fromDrop(event.dataTransfer).then((sources) => begin(sources));
}
