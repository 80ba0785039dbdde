import type { MarketLog } from "@computehive/sdk/jobs/job-events";
import type { Hex } from "viem";
import type { BookStore, Ledger } from "../ledger/ledger.ts";
import type { BlockRef } from "./block-ref.ts";
import type { BookChain } from "./chain-port.ts";

/** The part of a ledger that follows the chain. */
export type BookLedger<log> = Pick<Ledger, "atomically"> & { readonly book: BookStore<log> };

export interface BookPorts<log = MarketLog> {
  chain: BookChain<log>;
  ledger: BookLedger<log>;
  /** Called in the same durable step in which the book forgets: whoever rests on blocks after `ancestor` must look again. */
  onRewind(ancestor: bigint): void;
}

export interface BookOptions {
  /** The chain that the deployment belongs to. */
  genesisHash: Hex;
  /** No event is older. */
  firstBlock: bigint;
  /** Blocks in one question for events. */
  logRange: bigint;
  /** Blocks remembered by hash: how deep a reorg may be before everything is read again. */
  memory: number;
}

export type SyncResult =
  /** `jobIds`: jobs with new events. */
  | { kind: "advanced"; head: BlockRef; jobIds: Hex[] }
  | { kind: "unchanged"; head: BlockRef }
  /** The chain went back to `ancestor` (-1: to before everything known) and everything after it is forgotten. */
  | { kind: "rewound"; ancestor: bigint; depth: bigint }
  /** The endpoint serves another chain. */
  | { kind: "replaced"; expected: Hex; given: Hex };

/**
 * Reads on from where the ledger stands. A block is trusted by its hash, never by its number: where the newest remembered block is no longer
 * part of the chain (reorganised, gone back, replaced), the events after the last common block are forgotten first, and the next
 * call reads them anew.
 */
export async function syncBook<log = MarketLog>(
  ports: BookPorts<log>,
  options: BookOptions,
  signal?: AbortSignal,
): Promise<SyncResult> {
  const { chain, ledger } = ports;
  const known = ledger.book.head();
  const head = await chain.head(signal);
  if (known && !(await isStillThere(chain, known, head, signal))) return goBack(ports, options, known, signal);
  if (!known) {
    const given = await chain.genesisHash(signal);
    if (given !== options.genesisHash) return { kind: "replaced", expected: options.genesisHash, given };
  }
  if (known && known.number === head.number) return { kind: "unchanged", head };
  return readOn(ports, options, known, head, signal);
}

async function isStillThere(
  chain: Pick<BookChain, "blockAt">,
  block: BlockRef,
  head: BlockRef,
  signal?: AbortSignal,
): Promise<boolean> {
  if (block.number > head.number) return false;
  if (block.number === head.number) return block.hash === head.hash;
  return (await chain.blockAt(block.number, signal))?.hash === block.hash;
}

async function goBack<log>(
  { chain, ledger, onRewind }: BookPorts<log>,
  { genesisHash, memory }: BookOptions,
  known: BlockRef,
  signal?: AbortSignal,
): Promise<SyncResult> {
  const given = await chain.genesisHash(signal);
  if (given !== genesisHash) return { kind: "replaced", expected: genesisHash, given };
  let ancestor: BlockRef | undefined;
  for (const block of ledger.book.blocks(memory)) {
    if ((await chain.blockAt(block.number, signal))?.hash !== block.hash) continue;
    ancestor = block;
    break;
  }
  const number = ancestor?.number ?? -1n;
  ledger.atomically(() => {
    ledger.book.rewind(ancestor);
    onRewind(number);
  });
  return { kind: "rewound", ancestor: number, depth: known.number - number };
}

async function readOn<log>(
  { chain, ledger }: BookPorts<log>,
  options: BookOptions,
  known: BlockRef | undefined,
  head: BlockRef,
  signal?: AbortSignal,
): Promise<SyncResult> {
  const from = known ? known.number + 1n : options.firstBlock;
  const to = from + options.logRange - 1n < head.number ? from + options.logRange - 1n : head.number;
  const last = to === head.number ? head : await chain.blockAt(to, signal);
  const events = from > to ? [] : await chain.events(from, to, signal);
  // The chain may have changed between the questions: then nothing of the answers is kept.
  const again = await chain.blockAt(head.number, signal);
  if (!last || again?.hash !== head.hash) return { kind: "unchanged", head: known ?? head };
  ledger.atomically(() => {
    ledger.book.append(last, events);
    ledger.book.forgetBlocks(options.memory);
  });
  return { kind: "advanced", head: last, jobIds: [...new Set(events.flatMap(({ jobId }) => jobId ?? []))] };
}
