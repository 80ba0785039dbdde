"use client";

import type { Deployment } from "@computehive/protocol/contracts";
import { unitKindOf } from "@computehive/protocol/price";
import { readShortName } from "@computehive/protocol/short-name";
import { Amount } from "../../../components/amount.tsx";
import { ResourceClass } from "../../../components/resource-class.tsx";
import { Time } from "../../../components/time.tsx";
import { useConfig } from "../../../lib/config/config-context.tsx";
import type { JobRecord } from "../../../lib/jobs/job-record.ts";
import { jobTexts } from "../../../texts/job.ts";
import { Card } from "../../../ui/card.tsx";
import { type KeyValue, KeyValues } from "../../../ui/key-values.tsx";
import { freeAgainBy } from "../model/actions.ts";
import { type JobMoney, moneyOf, type Split } from "../model/money.ts";

const texts = jobTexts.money;

/** What is locked, what is due, and who gets what in which case. */
export function MoneyPanel({ job, isOwn }: { job: JobRecord; isOwn: boolean }) {
  const { deployment } = useConfig();
  const { order, terms } = job;
  const money = moneyOf(job, { fee: resolverFee(deployment, terms.resolver) });
  const unit = texts.perUnit[unitKindOf(order.unitKind)];
  const items: (KeyValue | false)[] = [
    {
      label: texts.price,
      value: (
        <>
          <Amount value={order.price} /> <span className="text-muted">{unit}</span>
        </>
      ),
      note: order.fixedPrice > 0n && (
        <>
          <Amount value={order.fixedPrice} /> {texts.fixed} ·{" "}
          <ResourceClass value={readShortName(terms.resourceClass)} />
        </>
      ),
    },
    ...amounts(money),
    money.locked > 0n && {
      label: texts.latest,
      value: <Time value={freeAgainBy(job)} as="date" />,
      note: texts.latestNote,
    },
  ];
  return (
    <Card title={texts.title}>
      <KeyValues isNarrow items={items} />
      {money.splits.length > 0 && <Ways splits={money.splits} isOwn={isOwn} />}
    </Card>
  );
}

/** What a verdict costs its loser; a foreign resolver's fee nobody knows before. */
function resolverFee({ contracts, parameters }: Deployment, resolver: string): bigint {
  const isNamed = (one: string | undefined) => one?.toLowerCase() === resolver.toLowerCase();
  if (isNamed(contracts.arbiter)) return BigInt(parameters.arbiterFee);
  return isNamed(contracts.jury) ? BigInt(parameters.jury?.fee ?? 0) : 0n;
}

function amounts({ locked, most, bond, due, paid, refunded }: JobMoney): (KeyValue | false)[] {
  return [
    locked > 0n && {
      label: texts.locked,
      value: <Amount value={locked} />,
      note: (
        <>
          <Amount value={most} /> {texts.most}, <Amount value={bond} /> {texts.asBond}
        </>
      ),
    },
    due !== undefined && locked > 0n && { label: texts.due, value: <Amount value={due} /> },
    paid !== undefined && { label: texts.paid, value: paid > 0n ? <Amount value={paid} /> : texts.nothing },
    refunded !== undefined && {
      label: texts.refunded,
      value: refunded > 0n ? <Amount value={refunded} /> : texts.nothing,
    },
  ];
}

function Ways({ splits, isOwn }: { splits: readonly Split[]; isOwn: boolean }) {
  return (
    <div
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard.
      tabIndex={0}
      className="mt-3 overflow-x-auto border-t border-line pt-3"
    >
      <table className="w-full text-sm">
        <caption className="mb-1 text-left text-xs font-medium text-muted">{texts.ways}</caption>
        <thead className="text-xs text-muted">
          <tr>
            <th scope="col" className="sr-only">
              {texts.ways}
            </th>
            <th scope="col" className="px-2 py-1 text-right font-medium">
              {texts.payee}
            </th>
            <th scope="col" className="py-1 pl-2 text-right font-medium">
              {texts.buyer}
            </th>
          </tr>
        </thead>
        <tbody>
          {splits.map(({ ending, payee, buyer, fee }) => (
            <tr key={ending}>
              <th scope="row" className="py-1 text-left font-normal">
                {ending === "agreement" && !isOwn ? texts.endingsForOthers.agreement : texts.endings[ending]}
                {fee > 0n && (
                  <span className="block text-xs text-muted">
                    {texts.fee}: <Amount value={fee} decimals={2} />
                  </span>
                )}
              </th>
              <td className="px-2 py-1 text-right align-top">
                <Amount value={payee} withSymbol={false} />
              </td>
              <td className="py-1 pl-2 text-right align-top">
                <Amount value={buyer} withSymbol={false} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
