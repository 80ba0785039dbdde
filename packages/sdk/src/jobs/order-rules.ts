import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import { FUNDINGS, ON_SILENCE } from "@computehive/protocol/order-choices";
import { UNIT_KINDS } from "@computehive/protocol/price";
import { zeroAddress, zeroHash } from "viem";

/** Why a node could not claim a signed order now. */
export interface SignedOrderFault {
  /** Path of what is wrong. */
  readonly field: string;
  readonly rule: string;
  /** Once this is mended the same order can be claimed: nothing has to be signed anew. */
  readonly isMoney?: true;
}

/** Bounds of the market for run time, dispute window and verdict time, seconds. */
const SHORTEST = 1;
const LONGEST = 30 * 86_400;
/** Basis points of the whole. */
const WHOLE = 10_000;

/** The market's rules for every order (`OrderRules`), but for those that need the chain's time. Nothing where it keeps them all. */
export function orderRuleFault(
  order: JobOrder,
  terms: JobTerms,
  { minimumWindow }: { minimumWindow: number },
): SignedOrderFault | undefined {
  const isWithin = (value: number, least: number) => value >= least && value <= LONGEST;
  const rules: [holds: boolean, field: string, rule: string][] = [
    [order.maxPay > 0n, "order.maxPay", "above zero"],
    [order.fixedPrice > 0n || order.price > 0n, "order.price", "above zero, or a fixedPrice above zero"],
    [order.unitKind < UNIT_KINDS.length, "order.unitKind", `below ${UNIT_KINDS.length}`],
    [order.funding < FUNDINGS.length, "order.funding", `below ${FUNDINGS.length}`],
    [order.onSilence < ON_SILENCE.length, "order.onSilence", `below ${ON_SILENCE.length}`],
    [
      ON_SILENCE[order.onSilence] === "refund" || order.exposure >= order.maxPay,
      "order.exposure",
      "at least maxPay, where silence pays",
    ],
    [isWithin(order.runTime, SHORTEST), "order.runTime", "1 second to 30 days"],
    [isWithin(order.window, minimumWindow), "order.window", `${minimumWindow} seconds to 30 days`],
    [terms.manifestHash !== zeroHash, "terms.manifestHash", "a manifest's"],
    [terms.resolver !== zeroAddress, "terms.resolver", "a contract that decides"],
    [isWithin(terms.verdictTime, SHORTEST), "terms.verdictTime", "1 second to 30 days"],
    [terms.timeoutSplit <= WHOLE, "terms.timeoutSplit", `at most ${WHOLE} basis points`],
  ];
  const broken = rules.find(([holds]) => !holds);
  return broken && { field: broken[1], rule: broken[2] };
}
