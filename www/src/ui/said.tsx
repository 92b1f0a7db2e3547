/** What the core says, in the page's language; where there are no words for it, as it is. */
import { t } from "../i18n/index.ts";

export function Said({ text }: { text: string }) {
  const own = t.value.said(text);
  return own === undefined ? <span lang="en">{text}</span> : <>{own}</>;
}
