/** A sheet over the page; the browser keeps the focus in it and Escape closes it. */
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";
import { t } from "../i18n/index.ts";
import { Icon } from "./icons.tsx";

interface Props {
  title: string;
  /** The button that opens it. */
  opener: (open: () => void) => ComponentChildren;
  children: (close: () => void) => ComponentChildren;
}

export function Dialog({ title, opener, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  const close = () => element.current?.close();
  return (
    <>
      {opener(() => element.current?.showModal())}
      <dialog ref={element} class="sheet" aria-labelledby={id} {...{ closedby: "any" }}>
        <div class="sheet-body">
          <div class="sheet-head">
            <h2 id={id}>{title}</h2>
            <button type="button" class="quiet only-icon" aria-label={t.value.nav.close} onClick={close}>
              <Icon name="shut" />
            </button>
          </div>
          {children(close)}
        </div>
      </dialog>
    </>
  );
}
