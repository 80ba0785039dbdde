import { eventOfAddress, event as events } from "ponder:schema";
import type { IndexedContract } from "@computehive/protocol/indexer-api/event";
import type { Address } from "viem";
import type { Db } from "../db.ts";
import type { Placed } from "./place.ts";
import { type Arguments, addressesIn, type Touches, touchesOf } from "./touches.ts";

export interface RecordedEvent extends Placed {
  readonly contract: IndexedContract;
  readonly name: string;
  readonly args: Arguments;
}

/** Writes the raw event, with what it touches: what its arguments name, and what its effect found out besides. */
export async function recordEvent(db: Db, event: RecordedEvent, found: Touches): Promise<void> {
  const touches = { ...touchesOf(event.args), ...found };
  const named = [touches.buyer, touches.provider, touches.node].filter((address) => address !== undefined);
  const accounts = [...new Set<Address>([...addressesIn(event.args), ...named, ...(touches.accounts ?? [])])];
  const address = event.log.address.toLowerCase() as Address;
  await db.insert(events).values({
    id: event.id,
    contract: event.contract,
    address,
    name: event.name,
    args: { ...event.args },
    block: Number(event.block.number),
    blockHash: event.block.hash,
    at: Number(event.block.timestamp),
    transaction: event.transaction.hash,
    transactionIndex: event.transaction.transactionIndex,
    logIndex: event.log.logIndex,
    jobId: touches.jobId ?? null,
    executionId: touches.executionId ?? null,
    offerId: touches.offerId ?? null,
    buyer: touches.buyer ?? null,
    provider: touches.provider ?? null,
    node: touches.node ?? null,
    resourceClass: touches.resourceClass ?? null,
    accounts,
  });
  for (const named of new Set([...accounts, address])) {
    await db.insert(eventOfAddress).values({ address: named, eventId: event.id });
  }
}
