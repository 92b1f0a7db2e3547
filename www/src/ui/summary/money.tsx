/** The billed outcomes by kind, and what contrary evidence speaks against. */
import type { ComponentChildren } from "preact";
import type { Report } from "../../../../npm/index.d.ts";
import { count, money as price } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";

export function Money({ money }: { money: Report["corpus"]["money"] }) {
  const words = t.value.summary;
  const { currency, outcomes, billed, disputed_outcomes, disputed, ledger } = money;
  return (
    <section class="block" aria-labelledby="money">
      <h2 id="money">{words.money}</h2>
      <p class="note">{words.moneyNote}</p>
      <table class="money">
        <thead>
          <tr>
            <td />
            <th scope="col" class="number">
              {words.outcomes}
            </th>
            <th scope="col" class="number">
              {words.amount}
            </th>
          </tr>
        </thead>
        <tbody>
          {ledger
            .filter((line) => line.count > 0)
            .map((line) => (
              <Line key={line.outcome} name={words.ledger[line.outcome] ?? line.outcome} outcomes={line.count}>
                {price(line.amount, currency)}
              </Line>
            ))}
        </tbody>
        <tfoot>
          <Line name={words.total} outcomes={outcomes}>
            {price(billed, currency)}
          </Line>
          <Line name={words.moneyRows.disputed} outcomes={disputed_outcomes}>
            <span class="marked">{price(disputed, currency)}</span>
          </Line>
        </tfoot>
      </table>
    </section>
  );
}

function Line({ name, outcomes, children }: { name: string; outcomes: number; children: ComponentChildren }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="number">{count(outcomes)}</td>
      <td class="number">{children}</td>
    </tr>
  );
}
