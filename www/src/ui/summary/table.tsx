/** A block of the summary that is a table. */
import type { ComponentChildren } from "preact";
import { percent } from "../../i18n/format.ts";

/** The words above a column and its look, or the end of the axis that its drawings share. */
type Column = [words: string, look?: string] | { axis: number };

interface Props {
  id: string;
  title: string;
  note: string;
  /** How the table looks. */
  look?: string;
  columns: Column[];
  /** The table's rows. */
  children: ComponentChildren;
  /** What stands below. */
  more?: ComponentChildren;
}

export function TableBlock({ id, title, note, look, columns, children, more }: Props) {
  return (
    <section class="block" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p class="note">{note}</p>
      <div class="scroll">
        <table class={look}>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <Head key={index} column={column} />
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
      {more}
    </section>
  );
}

function Head({ column }: { column: Column }) {
  if (Array.isArray(column)) {
    const [words, look] = column;
    return (
      <th scope="col" class={look}>
        {words}
      </th>
    );
  }
  return (
    <th scope="col" class="plot">
      <span class="axis-label">
        <span>{percent(0)}</span>
        <span>{percent(column.axis)}</span>
      </span>
    </th>
  );
}
