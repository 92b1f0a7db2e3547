/** What was read and what was skipped, so that nobody has to wonder what the figures stand on. */
import { bytes, count } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";
import type { Overview } from "../../protocol.ts";
import { Said } from "../said.tsx";

export function Input({ overview: { files, skipped, skippedByCode, warnings } }: { overview: Overview }) {
  const words = t.value.summary;
  return (
    <section class="block" aria-labelledby="input">
      <h2 id="input">{words.input}</h2>
      {warnings.length > 0 && (
        <ul class="warnings" aria-label={words.warnings}>
          {warnings.map(({ code, message }) => (
            <li key={code + message}>
              <Said text={message} />
            </li>
          ))}
        </ul>
      )}
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{words.file}</th>
              <th scope="col">{words.format}</th>
              <th scope="col" class="number">
                {words.size}
              </th>
              <th scope="col" class="number">
                {words.conversations}
              </th>
            </tr>
          </thead>
          <tbody>
            {files.rows.map((file, index) => (
              <tr key={index}>
                <th scope="row" class="file-name">
                  {file.name}
                </th>
                <td>{file.format}</td>
                <td class="number">{bytes(file.bytes)}</td>
                <td class="number">{count(file.conversations)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {files.total > files.rows.length && <p class="note">{words.more(count(files.total - files.rows.length))}</p>}
      {skipped.total > 0 && (
        <details class="skipped" id="skipped">
          <summary>
            {words.skipped}{" "}
            {Object.entries(skippedByCode).map(([code, number]) => (
              <span class="badge" key={code}>
                {code} {count(number)}
              </span>
            ))}
          </summary>
          <ul>
            {skipped.rows.map(({ file, offset, id, reason }, index) => (
              <li key={index}>
                <Said text={reason} />
                <span class="meaning">
                  {id && `${t.value.findings.conversation} ${id} · `}
                  {words.skippedWhere(file, count(offset))}
                </span>
              </li>
            ))}
          </ul>
          {skipped.total > skipped.rows.length && (
            <p class="note">{words.more(count(skipped.total - skipped.rows.length))}</p>
          )}
        </details>
      )}
    </section>
  );
}
