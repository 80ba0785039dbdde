import { hex32Schema } from "@computehive/protocol/hex";
import type { Hex } from "viem";
import { z } from "zod";

const entrySchema = z.object({
  key: z.string(),
  hash: hex32Schema,
  from: z.string(),
  genesisHash: z.string(),
  /** Of several transactions, only the last one completes the write. */
  isLast: z.boolean(),
});

const ITEM = "computehive.pending";
const MOST = 50;

export interface PendingTransaction {
  /** Names the write, such as `jobs.accept:0x…`: a page that is loaded again finds its transaction by it. */
  readonly key: string;
  readonly hash: Hex;
  readonly from: string;
  readonly genesisHash: string;
  readonly isLast: boolean;
}

/** Remembers a sent transaction, so that a reload in the middle goes on waiting instead of sending again. */
export function rememberPending(entry: PendingTransaction): void {
  write([...read().filter(({ key, from }) => key !== entry.key || from !== entry.from), entry].slice(-MOST));
}

export function forgetPending(hash: Hex): void {
  write(read().filter((entry) => entry.hash !== hash));
}

export function findPending({ key, from, genesisHash }: Omit<PendingTransaction, "hash" | "isLast">) {
  return read().find((entry) => entry.key === key && entry.from === from && entry.genesisHash === genesisHash);
}

function read(): PendingTransaction[] {
  try {
    return z.array(entrySchema).parse(JSON.parse(localStorage.getItem(ITEM) ?? "[]"));
  } catch {
    return [];
  }
}

function write(entries: readonly PendingTransaction[]): void {
  try {
    localStorage.setItem(ITEM, JSON.stringify(entries));
  } catch {
    // A full or forbidden store costs the resumption, not the transaction.
  }
}
