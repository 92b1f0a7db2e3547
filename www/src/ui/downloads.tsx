/** The menu of renderings; each is made by the core when it is asked for. */
import { useRef, useState } from "preact/hooks";
import type { Format } from "../../../npm/index.d.ts";
import { localized, t } from "../i18n/index.ts";
import { engine } from "../state/session.ts";
import { Icon } from "./icons.tsx";

const FORMATS: [Format, string][] = [
  ["html", "chatbot-audit.html"],
  ["markdown", "chatbot-audit.md"],
  ["csv", "chatbot-audit-findings.csv"],
  ["json", "chatbot-audit-findings.json"],
  ["report", "chatbot-audit-report.json"],
];
/** Milliseconds after which a browser has surely begun to save. */
const SAVED = 60_000;

export function Downloads() {
  const menu = useRef<HTMLDetailsElement>(null);
  const [failed, setFailed] = useState(false);
  const { nav, downloads } = t.value;
  const close = () => {
    if (menu.current) menu.current.open = false;
  };
  const download = async (format: Format, name: string) => {
    close();
    try {
      save(await localized(await engine.ask("render", { format }), format), name);
      setFailed(false);
    } catch {
      setFailed(true);
    }
  };
  return (
    <details
      ref={menu}
      class="menu"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        close();
        menu.current?.querySelector("summary")?.focus();
      }}
      onFocusOut={(event) => {
        if (!menu.current?.contains(event.relatedTarget as Node | null)) close();
      }}
    >
      <summary class="quiet">
        <Icon name="down" />
        <span class="wide">{nav.download}</span>
      </summary>
      <ul>
        {FORMATS.map(([format, name]) => (
          <li key={format}>
            <button type="button" onClick={() => void download(format, name)}>
              {downloads[format]}
            </button>
          </li>
        ))}
      </ul>
      {failed && <p role="alert">{downloads.failed}</p>}
    </details>
  );
}

function save(blob: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), SAVED);
}
