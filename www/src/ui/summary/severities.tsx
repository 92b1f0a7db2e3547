/** Findings by severity, as buttons that lead to them. */
import { count, percent } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import type { Overview } from "../../protocol.ts";
import { choose } from "../../state/findings.ts";
import { go, hashOf } from "../../state/route.ts";
import { SeverityShape } from "../icons.tsx";

const WORST_FIRST = ["critical", "high", "medium", "low"] as const;

export function Severities({ overview: { summary } }: { overview: Overview }) {
  const words = t.value;
  return (
    <section class="block" aria-labelledby="severities">
      <h2 id="severities">{words.summary.severity}</h2>
      <ul class="severities">
        {WORST_FIRST.map((severity) => {
          const findings = summary.by_severity[severity];
          const name = words.severities[severity];
          return (
            <li key={severity}>
              <button
                type="button"
                disabled={findings === 0}
                onClick={() => {
                  choose({ modes: [], severities: [severity], languages: [], text: "" });
                  go(hashOf({ view: "findings", conversation: null, mode: null }));
                }}
              >
                <SeverityShape of={severity} />
                <span>
                  <span class="visually-hidden">{words.summary.showThose} </span>
                  {name}
                </span>
                <strong>{count(findings)}</strong>
                <span class="small">{percent(summary.findings > 0 ? findings / summary.findings : null)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
