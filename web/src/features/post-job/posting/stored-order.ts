import type { MarketDomain } from "@computehive/protocol/domain";
import { jobOrderSchema, jobTermsSchema } from "@computehive/protocol/indexer-api/job";
import { type JobOrder, type JobTerms, jobIdOf } from "@computehive/protocol/order";
import { getAddress, type Hex } from "viem";
import type { Posting } from "../draft/draft.ts";

export interface PreparedOrder {
  readonly jobId: Hex;
  readonly order: JobOrder;
  readonly terms: JobTerms;
}

/** An order as a draft keeps it. */
export function storeOrder({ jobId, order, terms }: PreparedOrder, startedAt: number): Posting {
  return {
    jobId,
    buyer: order.buyer,
    order: Object.fromEntries(
      Object.entries(order).map(([name, value]) => [name, typeof value === "bigint" ? value.toString() : value]),
    ),
    terms: { ...terms },
    startedAt,
  };
}

/** Nothing where what is stored does not lead to its own id: then it is not what the wallet was asked to post. */
export function restoreOrder(domain: MarketDomain, { jobId, order, terms }: Posting): PreparedOrder | undefined {
  const readOrder = jobOrderSchema.safeParse(order);
  const readTerms = jobTermsSchema.safeParse(terms);
  if (!readOrder.success || !readTerms.success) return undefined;
  const own = { ...readOrder.data, buyer: getAddress(readOrder.data.buyer), token: getAddress(readOrder.data.token) };
  return jobIdOf(domain, own, readTerms.data) === jobId ? { jobId, order: own, terms: readTerms.data } : undefined;
}
