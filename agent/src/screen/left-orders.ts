import type { LeftOrder } from "@computehive/protocol/api/signed-order";
import { jobIdOf } from "@computehive/protocol/order";
import type { Hex } from "viem";
import type { WorkContext } from "../work/context.ts";
import type { Claimable } from "./claimer.ts";

/** Signed orders that the gateway shows to nodes. Nothing that it says is believed: an order's id is its hash, and the chain decides. */
export interface LeftOrders {
  /** The last ones shown that are not on the chain as far as `isKnown` tells. Now and then asks the gateway anew, and does not wait for it. */
  look(isKnown: (jobId: Hex) => boolean, signal: AbortSignal): Claimable[];
}

const PAGE = 200;
/** Enough to be busy with; a gateway that shows more without end is not followed further. */
const MOST_PAGES = 10;

export function createLeftOrders(
  { gateway, clock, domain, log }: WorkContext,
  { resourceClass, everyMs }: { resourceClass: string; everyMs: number },
): LeftOrders {
  let orders: Claimable[] = [];
  let askAt = 0;
  let isAsking = false;

  const ask = async (signal: AbortSignal): Promise<Claimable[]> => {
    const found: Claimable[] = [];
    let after: Hex | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await gateway.leftOrders({ resourceClass, after, limit: PAGE }, signal);
      found.push(...answer.orders.map(toClaimable).filter(({ jobId, order, terms }) => isItsOwn(jobId, order, terms)));
      if (answer.next === undefined) break;
      after = answer.next;
    }
    return found;
  };

  const refresh = async (signal: AbortSignal): Promise<void> => {
    isAsking = true;
    try {
      orders = await ask(signal);
    } catch (error) {
      if (!signal.aborted) log.debug({ error: String(error).split("\n")[0] }, "the gateway shows no signed orders");
    } finally {
      isAsking = false;
      askAt = clock.now() + everyMs;
    }
  };

  const isItsOwn = (jobId: Hex, ...[order, terms]: [Claimable["order"], Claimable["terms"]]) =>
    jobIdOf(domain, order, terms) === jobId;

  return {
    look(isKnown, signal) {
      if (!isAsking && clock.now() >= askAt) void refresh(signal);
      return orders.filter(({ jobId }) => !isKnown(jobId));
    },
  };
}

function toClaimable({ jobId, order, terms, signature }: LeftOrder): Claimable {
  return { jobId, order, terms, signature, attempt: 0, attempts: [] };
}
