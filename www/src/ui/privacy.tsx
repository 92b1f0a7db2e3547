/** The line that counts requests, and the sheet that tells how to check it. */
import { t } from "../i18n/index.ts";
import { blocked, requests } from "../state/requests.ts";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icons.tsx";

export function Privacy() {
  const words = t.value.privacy;
  return (
    <div class="foot">
      <Icon name="lock" />
      <p>
        {words.nothing} <span class="counter">{words.requests(requests.value)}</span>
      </p>
      <Dialog
        title={words.title}
        opener={(open) => (
          <button type="button" class="text" onClick={open}>
            {words.verify}
          </button>
        )}
      >
        {() => (
          <div class="prose">
            <p>{words.policy}</p>
            <ol>
              {words.steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
            <p>{words.counter(requests.value, blocked.value)}</p>
            <p>{words.stored}</p>
            <details>
              <summary>{words.policyText}</summary>
              <pre class="code">{policyInForce()}</pre>
            </details>
          </div>
        )}
      </Dialog>
    </div>
  );
}

function policyInForce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]');
  return meta?.content.replaceAll("; ", ";\n") ?? "";
}
