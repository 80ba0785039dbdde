import { amountOf, UNIT_KINDS } from "@computehive/protocol/price";
import { examples } from "../../lib/examples/examples.ts";
import { marketTexts } from "../../texts/market.ts";
import { Amount } from "../amount.tsx";
import { Fuel } from "../quantity.tsx";

const texts = marketTexts.costs;

const AMOUNTS = [
  { title: texts.amounts.small, fuel: 10n ** 9n },
  { title: texts.amounts.middle, fuel: 10n ** 11n },
  { title: texts.amounts.large, fuel: 4n * 10n ** 12n },
] as const;

/** What jobs come to at a price by fuel: the site's examples at their limits, and three round amounts. */
export function TypicalCosts({ fixedPrice, price }: { fixedPrice: bigint; price: bigint }) {
  const rows = [
    ...examples.map(({ title, limits }) => ({ title, fuel: limits.fuel, isLimit: true })),
    ...AMOUNTS.map((amount) => ({ ...amount, isLimit: false })),
  ];
  return (
    <>
      <table className="w-full text-sm">
        <caption className="sr-only">{texts.caption}</caption>
        <thead>
          <tr className="border-b border-line text-left text-xs text-muted">
            <th scope="col" className="py-1.5 font-medium">
              {texts.job}
            </th>
            <th scope="col" className="py-1.5 text-right font-medium">
              {texts.fuel}
            </th>
            <th scope="col" className="py-1.5 text-right font-medium">
              {texts.cost}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map(({ title, fuel, isLimit }) => (
            <tr key={title}>
              <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                {title}
              </th>
              <td className="py-1.5 pl-3 text-right whitespace-nowrap text-muted">
                {isLimit && <span className="text-xs">{texts.upTo} </span>}
                <Fuel value={fuel} withUnit={false} />
              </td>
              <td className="py-1.5 pl-3 text-right">
                <Amount value={costAt({ fixedPrice, price }, fuel)} decimals={4} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-3 text-xs text-muted">{texts.note}</p>
    </>
  );
}

/** Without a limit. The job builder's own function would bring the rules of manifests along. */
function costAt(rates: { fixedPrice: bigint; price: bigint }, fuel: bigint): bigint {
  return amountOf({ ...rates, maxPay: 2n ** 96n, unitKind: UNIT_KINDS.indexOf("fuel") }, fuel);
}
