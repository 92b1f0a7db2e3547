/** How to get an export that holds the messages. */
import { t } from "../i18n/index.ts";
import { Copy } from "./copy.tsx";

const COMMAND = "INTERCOM_ACCESS_TOKEN=… npx chatbot-audit export-intercom --output conversations.ndjson";

export function HowToExport() {
  const { exportWhy, exportThen } = t.value.start;
  return (
    <div class="prose">
      <p>{exportWhy}</p>
      <div class="command">
        <code>{COMMAND}</code>
        <Copy text={() => COMMAND} />
      </div>
      <p>{exportThen}</p>
    </div>
  );
}
