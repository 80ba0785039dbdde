import { type SignedOrder, signedOrderSchema } from "@computehive/protocol/api/signed-order";
import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import type { MarketDomain } from "@computehive/protocol/domain";
import { jobIdOf } from "@computehive/protocol/order";
import { FUNDINGS } from "@computehive/protocol/order-choices";
import { readShortName } from "@computehive/protocol/short-name";
import type { SignedOrderFault } from "@computehive/sdk/jobs/check-signed-order";
import { type Address, getAddress } from "viem";
import type { Chain } from "../chain.ts";
import { GatewayError } from "../gateway-error.ts";
import type { KnownJobs } from "./known-jobs.ts";
import type { OrderRow, OrderRows } from "./order-rows.ts";
import { keptWaiting } from "./order-standing.ts";

export interface LeaveOrderPorts {
  readonly rows: OrderRows;
  readonly chain: Chain;
  readonly knownJobs: KnownJobs;
  readonly clock: Clock;
  readonly domain: MarketDomain;
  readonly maxPerBuyer: number;
  readonly maxWaiting: number;
}

/** An order nobody can claim for so long helps nobody, and could be taken when its buyer has forgotten it. Seconds. */
const LONGEST_VALIDITY = 30 * 86_400;

/**
 * Keeps a signed order for nodes, once the chain says that one could claim it now. The same order again answers the same.
 *
 * @throws OrderRefusedError naming field and rule, OrdersFullError, NoPlaceError, ChainUnavailableError
 */
export async function leaveOrder(signed: SignedOrder, ports: LeaveOrderPorts): Promise<OrderRow> {
  const { rows, chain, clock, domain, maxPerBuyer, maxWaiting } = ports;
  const { order, terms } = signed;
  const jobId = jobIdOf(domain, order, terms);
  const known = await rows.find(jobId);
  if (known) return known;
  const now = unixSeconds(clock);
  if (order.claimBefore <= now) throw new OrderRefusedError({ field: "order.claimBefore", rule: "in the future" });
  if (order.claimBefore > now + LONGEST_VALIDITY) {
    throw new OrderRefusedError({ field: "order.claimBefore", rule: "at most 30 days from now" });
  }
  const buyer = getAddress(order.buyer);
  const besides = await promisedBy(buyer, order.funding, { ...ports, now });
  const fault = await chain.whyNotClaimable(signed, { besides });
  if (fault) throw new OrderRefusedError(fault);
  const row: OrderRow = {
    jobId,
    buyer,
    resourceClass: readShortName(terms.resourceClass),
    claimBefore: order.claimBefore,
    leftAt: now,
    standing: "waiting",
    keepUntil: keptWaiting(order),
    checkedAt: now,
    funded: order.maxPay + order.bond,
    body: JSON.stringify(signed, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value)),
  };
  const result = await rows.leave(row, { maxPerBuyer, maxWaiting, now });
  if (result === "too-many") throw new OrdersFullError({ limit: maxPerBuyer });
  if (result === "full") throw new NoPlaceError({ limit: maxWaiting });
  return result === "known" ? ((await rows.find(jobId)) ?? row) : row;
}

/** What a buyer's other waiting orders move from the same place, its account or its wallet. */
async function promisedBy(
  buyer: Address,
  funding: number,
  { rows, knownJobs, now }: LeaveOrderPorts & { now: number },
): Promise<bigint> {
  const others = await rows.ofBuyer(buyer, now);
  const known = await knownJobs(others.map(({ jobId }) => jobId));
  return others.reduce((sum, { body, jobId }) => {
    if (known.has(jobId)) return sum;
    const signed = signedOrderSchema.safeParse(JSON.parse(body));
    if (!signed.success) return sum;
    const { order } = signed.data;
    return (order.funding === ACCOUNT) === (funding === ACCOUNT) ? sum + order.maxPay + order.bond : sum;
  }, 0n);
}

const ACCOUNT = FUNDINGS.indexOf("account");

export class OrderRefusedError extends GatewayError {
  override readonly name = "OrderRefusedError";
  constructor({ field, rule, isMoney }: SignedOrderFault) {
    super("No node could claim this order, so it was not kept.", {
      code: "invalid",
      field,
      rule,
      hint: isMoney
        ? "Pay in, or allow it, and leave the same order again: its signature is still good."
        : "Correct it, sign it anew, and leave it again.",
    });
  }
}

export class OrdersFullError extends GatewayError {
  override readonly name = "OrdersFullError";
  constructor({ limit }: { limit: number }) {
    super(`This buyer left ${limit} orders here that wait for a node already.`, {
      code: "conflict",
      rule: `at most ${limit} orders per buyer at once`,
      hint: "Wait until some are claimed, or cancel them.",
    });
  }
}

export class NoPlaceError extends GatewayError {
  override readonly name = "NoPlaceError";
  constructor({ limit }: { limit: number }) {
    super(`${limit} orders wait here for a node already, and none of them moves less money than this one.`, {
      code: "conflict",
      rule: `at most ${limit} orders at once`,
      hint: "Leave it again later, leave it at another gateway, or post it.",
    });
  }
}
