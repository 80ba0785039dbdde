import type { LeftOrder } from "@computehive/protocol/api/signed-order";
import { jobIdOf } from "@computehive/protocol/order";
import type { Hex } from "viem";
import type { WorkContext } from "../work/context.ts";
import type { Claimable } from "./claimer.ts";

/** Signed orders that the gateway shows to nodes. Nothing that it says is believed: an order's id is its hash, and the chain decides. */
export interface LeftOrders {
  /**
   * Some of the last ones shown that are not on the chain as far as `isKnown` tells; in the next look the ones after them. Now and then
   * asks the gateway anew, and does not wait for it.
   */
  look(isKnown: (jobId: Hex) => boolean, signal: AbortSignal): Claimable[];
}

const PAGE = 200;
/** More than a gateway keeps by default; one that shows more without end is not followed further. */
const MOST_PAGES = 50;
/** So many are handed on in one look: what others sign for nothing must not keep the node from its work. */
const A_LOOK = 200;
/** A list that takes long is asked for less often. */
const REST = 5;

export function createLeftOrders(
  { gateway, clock, domain, log }: WorkContext,
  { resourceClass, everyMs }: { resourceClass: string; everyMs: number },
): LeftOrders {
  let orders: Claimable[] = [];
  let verified = new Map<Hex, Claimable>();
  let turn = 0;
  let askAt = 0;
  let isAsking = false;

  const ask = async (signal: AbortSignal): Promise<Claimable[]> => {
    const found: Claimable[] = [];
    let after: Hex | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await gateway.leftOrders({ resourceClass, after, limit: PAGE }, signal);
      found.push(...answer.orders.flatMap((left) => verified.get(left.jobId) ?? verify(left)));
      if (answer.next === undefined) break;
      after = answer.next;
    }
    return found;
  };

  const refresh = async (signal: AbortSignal): Promise<void> => {
    isAsking = true;
    const begunAt = clock.now();
    try {
      orders = await ask(signal);
      verified = new Map(orders.map((order) => [order.jobId, order]));
    } catch (error) {
      if (!signal.aborted) log.debug({ error: String(error).split("\n")[0] }, "the gateway shows no signed orders");
    } finally {
      isAsking = false;
      askAt = clock.now() + Math.max(everyMs, REST * (clock.now() - begunAt));
    }
  };

  const verify = (left: LeftOrder): Claimable[] =>
    jobIdOf(domain, left.order, left.terms) === left.jobId ? [toClaimable(left)] : [];

  return {
    look(isKnown, signal) {
      if (!isAsking && clock.now() >= askAt) void refresh(signal);
      const waiting = orders.filter(({ jobId }) => !isKnown(jobId));
      if (waiting.length <= A_LOOK) return waiting;
      const first = turn % waiting.length;
      turn = first + A_LOOK;
      return [...waiting, ...waiting].slice(first, first + A_LOOK);
    },
  };
}

function toClaimable({ jobId, order, terms, signature }: LeftOrder): Claimable {
  return { jobId, order, terms, signature, attempt: 0, attempts: [] };
}
