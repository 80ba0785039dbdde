import { isLive } from "@computehive/protocol/job-state";
import { ON_SILENCE } from "@computehive/protocol/order-choices";
import { amountOf } from "@computehive/protocol/price";
import type { JobRecord } from "../../../lib/jobs/job-record.ts";

/** Ways in which a submitted job's money can go. */
export const ENDINGS = ["agreement", "silence", "upheld", "refused", "resolver-silent"] as const;
export type Ending = (typeof ENDINGS)[number];

/** Who gets what, in the token's smallest unit. Together always what is locked, less the resolver's fee. */
export interface Split {
  readonly ending: Ending;
  readonly payee: bigint;
  readonly buyer: bigint;
  /** What the resolver takes of the bond. */
  readonly fee: bigint;
}

export interface JobMoney {
  /** With the market now. */
  readonly locked: bigint;
  /** The most that the job can cost, without the bond. */
  readonly most: bigint;
  readonly bond: bigint;
  /** What the submitted units come to; nothing before a receipt is submitted. */
  readonly due: bigint | undefined;
  /** The ways that are still open; none before a receipt and after the end. */
  readonly splits: readonly Split[];
  readonly paid: bigint | undefined;
  readonly refunded: bigint | undefined;
}

const WHOLE = 10_000n;

/** @param fee what the deployment's arbiter takes; other resolvers have their own. */
export function moneyOf(job: JobRecord, { fee }: { fee: bigint }): JobMoney {
  const { order, terms, state, settlement, current, closed } = job;
  const funded = order.maxPay + order.bond;
  const due = current?.submission && amountOf(order, current.submission.units);
  return {
    locked: isLive(state) ? funded : 0n,
    most: order.maxPay,
    bond: order.bond,
    due,
    splits:
      due !== undefined && isLive(state) ? splitsOf(job, { due, funded, fee, split: BigInt(terms.timeoutSplit) }) : [],
    paid: settlement?.amount ?? (closed ? 0n : undefined),
    refunded: settlement?.refund ?? (closed ? funded : undefined),
  };
}

interface Terms {
  readonly due: bigint;
  readonly funded: bigint;
  readonly fee: bigint;
  readonly split: bigint;
}

function splitsOf({ state, order }: JobRecord, { due, funded, fee, split }: Terms): Split[] {
  const pays = ON_SILENCE[order.onSilence] === "pay";
  const bySilence = pays ? due : 0n;
  const byTimeout = (due * split) / WHOLE;
  const taken = fee < order.bond ? fee : order.bond;
  const agreement: Split = { ending: "agreement", payee: due, buyer: funded - due, fee: 0n };
  const silence: Split = { ending: "silence", payee: bySilence, buyer: funded - bySilence, fee: 0n };
  const upheld: Split = {
    ending: "upheld",
    payee: due + order.bond - taken,
    buyer: funded - due - order.bond,
    fee: taken,
  };
  const refused: Split = { ending: "refused", payee: 0n, buyer: funded, fee: 0n };
  const timeout: Split = { ending: "resolver-silent", payee: byTimeout, buyer: funded - byTimeout, fee: 0n };
  return state === "disputed" ? [upheld, refused, timeout] : [agreement, silence, upheld, refused, timeout];
}
