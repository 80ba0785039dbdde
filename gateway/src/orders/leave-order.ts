import type { SignedOrder } from "@computehive/protocol/api/signed-order";
import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import type { MarketDomain } from "@computehive/protocol/domain";
import { jobIdOf } from "@computehive/protocol/order";
import { readShortName } from "@computehive/protocol/short-name";
import { getAddress } from "viem";
import type { Chain } from "../chain.ts";
import { GatewayError } from "../gateway-error.ts";
import type { OrderRow, OrderRows } from "./order-rows.ts";
import { keptWaiting } from "./order-standing.ts";

export interface LeaveOrderPorts {
  readonly rows: OrderRows;
  readonly chain: Chain;
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
  const fault = await chain.whyNotClaimable(signed);
  if (fault) throw new OrderRefusedError(fault);
  const row: OrderRow = {
    jobId,
    buyer: getAddress(order.buyer),
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

export class OrderRefusedError extends GatewayError {
  override readonly name = "OrderRefusedError";
  constructor({ field, rule }: { field: string; rule: string }) {
    super("No node could claim this order, so it was not kept.", {
      code: "invalid",
      field,
      rule,
      hint: "Correct it, sign it anew, and leave it again.",
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
