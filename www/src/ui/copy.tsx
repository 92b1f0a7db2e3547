/** A button that copies a text and says so. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { t } from "../i18n/index.ts";
import { Icon } from "./icons.tsx";

/** Milliseconds for which it says "copied". */
const SHOWN = 1600;

export function Copy({
  text,
  icon = "copy",
  children,
}: {
  text: () => string;
  icon?: "copy" | "link";
  children?: ComponentChildren;
}) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN);
  };
  return (
    <button
      type="button"
      class="quiet"
      onClick={() => void copy()}
      aria-label={children ? undefined : t.value.nav.copy}
    >
      <Icon name={icon} />
      <span role="status">{copied ? t.value.findings.copied : children}</span>
    </button>
  );
}
