/** Billed outcomes, and those that contrary evidence speaks against. */
import type { Report } from "../../../../npm/index.d.ts";
import { count, money as price } from "../../i18n/format.ts";
import { t } from "../../i18n/index.ts";

export function Money({ money }: { money: Report["corpus"]["money"] }) {
  const words = t.value.summary;
  const { currency, outcomes, billed, disputed_outcomes, disputed } = money;
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
          <tr>
            <th scope="row">{words.moneyRows.billed}</th>
            <td class="number">{count(outcomes)}</td>
            <td class="number">{price(billed, currency)}</td>
          </tr>
          <tr>
            <th scope="row">{words.moneyRows.disputed}</th>
            <td class="number">{count(disputed_outcomes)}</td>
            <td class="number strong">{price(disputed, currency)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}
