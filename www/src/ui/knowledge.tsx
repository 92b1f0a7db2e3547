/** Takes facts, policy and articles. */
import { t } from "../i18n/index.ts";
import { give, KINDS, type Kind, knowledge, refused, take } from "../state/knowledge.ts";
import { Pick } from "./pick.tsx";

export function KnowledgeForm() {
  return (
    <div class="knowledge">
      {KINDS.map((kind) => (
        <One key={kind} kind={kind} />
      ))}
    </div>
  );
}

function One({ kind }: { kind: Kind }) {
  const words = t.value.knowledge;
  const given = knowledge.value[kind];
  const problem = refused.value?.kind === kind ? refused.value.name : null;
  return (
    <div class="given">
      <strong>{words[kind]}</strong>
      <p class="hint">{given ? words.loaded(given.name) : words[`${kind}Hint`]}</p>
      {problem && (
        <p class="problem" role="alert">
          {words.invalid(problem)}
        </p>
      )}
      {given ? (
        <button
          type="button"
          class="plain small"
          onClick={() => take(kind)}
          aria-label={`${words.remove}: ${words[kind]}`}
        >
          {words.remove}
        </button>
      ) : (
        <Pick
          class="plain small"
          name={kind}
          label={`${words.choose}: ${words[kind]}`}
          onPick={(files) => files[0] && void give(kind, files[0])}
        >
          {words.choose}
        </Pick>
      )}
    </div>
  );
}
