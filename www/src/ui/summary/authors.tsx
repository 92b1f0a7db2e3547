/** Who wrote on the company's side and what they were taken for; a tick makes a teammate a bot. */
import type { Author } from "../../../../npm/index.d.ts";
import { count } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import type { Cut } from "../../protocol.ts";
import { rerun } from "../../state/session.ts";
import { bots } from "../../state/settings.ts";
import { Said } from "../said.tsx";
import { TableBlock } from "./table.tsx";

export function Authors({ authors: { rows, total } }: { authors: Cut<Author> }) {
  const words = t.value.summary;
  return (
    <TableBlock
      id="authors"
      title={words.authors}
      note={words.authorsNote}
      columns={[[words.author], [words.takenFor], [words.because, "wide"], [words.messages, "number"]]}
      more={total > rows.length && <p class="note">{words.more(count(total - rows.length))}</p>}
    >
      {rows.map((author) => (
        <Row key={keyOf(author)} author={author} />
      ))}
    </TableBlock>
  );
}

function Row({ author }: { author: Author }) {
  const { summary, roles } = t.value;
  const key = keyOf(author);
  const name = author.name ?? author.email ?? author.id ?? "–";
  const isNamed = [author.id, author.email, author.name].some(
    (known) => known !== undefined && bots.value.includes(known),
  );
  return (
    <tr>
      <th scope="row">
        {name}
        {author.email && author.email !== name && <span class="meaning">{author.email}</span>}
        <span class="meaning narrow">
          <Said text={author.reason} />
        </span>
      </th>
      <td>
        {key !== null && (author.role === "human" || isNamed) ? (
          <label class="check">
            <input
              type="checkbox"
              checked={isNamed}
              aria-label={summary.isBot(name)}
              onChange={(event) => {
                const others = bots.value.filter((bot) => ![author.id, author.email, author.name].includes(bot));
                bots.value = event.currentTarget.checked ? [...others, key] : others;
                void rerun();
              }}
            />
            {roles[author.role]}
          </label>
        ) : (
          roles[author.role]
        )}
      </td>
      <td class="small wide">
        <Said text={author.reason} />
      </td>
      <td class="number">{count(author.messages)}</td>
    </tr>
  );
}

function keyOf({ id, email, name }: Author): string | null {
  return id ?? email ?? name ?? null;
}
