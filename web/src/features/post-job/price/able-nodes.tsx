import { Count } from "../../../components/quantity.tsx";
import { postJobTexts } from "../../../texts/post-job.ts";
import { Card } from "../../../ui/card.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { tallyExclusions } from "../market/candidates.ts";
import type { PricedDraft } from "./use-order.ts";

const texts = postJobTexts.price.able;

/** How many nodes would take the job now, and what excludes the others. */
export function AbleNodes({ priced: { screened, market } }: { priced: PricedDraft }) {
  return (
    <Card title={texts.title} aside={screened && <AbleCount screened={screened} />}>
      {market.heard.isError && <Notice tone="caution">{texts.gatewayAway}</Notice>}
      {!screened && (market.chain.isError ? <Notice tone="caution">{texts.away}</Notice> : <SkeletonLines count={4} />)}
      {screened && <Exclusions screened={screened} />}
    </Card>
  );
}

type ScreenedNodes = NonNullable<PricedDraft["screened"]>;

export function AbleCount({ screened }: { screened: ScreenedNodes }) {
  const able = screened.filter(({ exclusions }) => exclusions.length === 0).length;
  return <span role="status">{texts.count(able, screened.length)}</span>;
}

function Exclusions({ screened }: { screened: ScreenedNodes }) {
  if (screened.length === 0) return <p className="text-sm text-muted">{texts.none}</p>;
  const tallies = tallyExclusions(screened);
  return (
    <div className="flex flex-col gap-3">
      {tallies.length > 0 && (
        <table className="w-full text-sm">
          <caption className="sr-only">{texts.excluded}</caption>
          <thead>
            <tr className="border-b border-line text-left text-xs text-muted">
              <th scope="col" className="py-1.5 font-medium">
                {texts.excluded}
              </th>
              <th scope="col" className="py-1.5 text-right font-medium">
                {texts.nodes}
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {tallies.map(({ reason, count, alone }) => (
              <tr key={reason}>
                <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                  {postJobTexts.exclusions[reason]}
                </th>
                <td className="py-1.5 text-right align-top">
                  <Count value={count} />
                  {alone > 0 && <span className="block text-xs text-muted">{texts.alone(alone)}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="text-xs text-muted">{texts.unknown}</p>
    </div>
  );
}
