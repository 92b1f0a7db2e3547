/** A button that opens the browser's file or folder picker. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

interface Props {
  class: string;
  /** For tests and for whoever scripts the page. */
  name: string;
  folder?: boolean;
  multiple?: boolean;
  label?: string;
  onPick: (files: File[]) => void;
  children: ComponentChildren;
}

export function Pick({ class: style, name, folder, multiple, label, onPick, children }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={style} aria-label={label} onClick={() => input.current?.click()}>
        {children}
      </button>
      <input
        ref={(element) => {
          input.current = element;
          if (element && folder) element.webkitdirectory = true;
        }}
        type="file"
        name={name}
        hidden
        multiple={multiple}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = "";
          onPick(files);
        }}
      />
    </>
  );
}
