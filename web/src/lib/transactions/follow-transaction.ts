import { ComputeHiveError } from "@computehive/protocol/error";
import { DEFAULT_RETRY, retry, wait } from "@computehive/sdk/retry";
import { isTransientRpcError } from "@computehive/sdk/rpc-errors";
import {
  type Hex,
  type PublicClient,
  type Transaction,
  TransactionNotFoundError,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from "viem";

export interface FollowOptions {
  readonly signal?: AbortSignal | undefined;
  /** The wallet sent the same call again for a higher fee: it goes on under this hash. */
  readonly onReplaced?: (hash: Hex) => void;
}

const FIRST_POLL = 250;
const SLOWEST_POLL = 2_000;
const PATIENCE = { ...DEFAULT_RETRY, attempts: 8 };
/** A transaction that no node knows after so many looks is gone. */
const LOOKS_BEFORE_DROPPED = 20;
/** Where the transaction that took the number may be. */
const REPLACEMENT_BLOCKS = 64n;

/**
 * Waits until `hash`, or the same call under another hash, is mined.
 *
 * @throws TransactionReplacedError where the wallet used the number for something else, such as a cancellation.
 * @throws TransactionDroppedError where the network forgot it and its number is still free.
 */
export async function followTransaction(
  publicClient: PublicClient,
  hash: Hex,
  { signal, onReplaced }: FollowOptions = {},
): Promise<TransactionReceipt> {
  const ask: Ask = (action) => retry(action, { policy: PATIENCE, signal, isTransient: isTransientRpcError });
  const followed: Followed = { hash, sent: undefined, misses: 0 };
  for (let pause = FIRST_POLL; ; pause = Math.min(pause * 1.5, SLOWEST_POLL)) {
    const receipt = await ask(() => receiptOf(publicClient, followed.hash));
    if (receipt) return receipt;
    const hasMoved = await look(publicClient, followed, ask);
    if (hasMoved) onReplaced?.(followed.hash);
    else await wait(pause, signal);
  }
}

type Ask = <T>(action: () => Promise<T>) => Promise<T>;

interface Followed {
  hash: Hex;
  /** As the network knew it when it was last seen. */
  sent: Transaction | undefined;
  /** Looks in a row that found nothing. */
  misses: number;
}

/** Looks where a transaction without receipt is; answers whether it goes on under another hash. */
async function look(publicClient: PublicClient, followed: Followed, ask: Ask): Promise<boolean> {
  const found = await ask(() => transactionOf(publicClient, followed.hash));
  followed.misses = found ? 0 : followed.misses + 1;
  followed.sent = found ?? followed.sent;
  const { hash, sent, misses } = followed;
  const taken = !found && sent ? await ask(() => replacementOf(publicClient, sent)) : undefined;
  if (taken && sent && !isSameCall(taken, sent)) throw new TransactionReplacedError({ hash, by: taken.hash });
  if (taken && taken.hash !== hash) {
    followed.hash = taken.hash;
    return true;
  }
  if (misses >= LOOKS_BEFORE_DROPPED) throw new TransactionDroppedError({ hash });
  return false;
}

async function receiptOf(publicClient: PublicClient, hash: Hex): Promise<TransactionReceipt | undefined> {
  return publicClient.getTransactionReceipt({ hash }).catch(unless(TransactionReceiptNotFoundError));
}

async function transactionOf(publicClient: PublicClient, hash: Hex): Promise<Transaction | undefined> {
  return publicClient.getTransaction({ hash }).catch(unless(TransactionNotFoundError));
}

function unless(expected: new (...args: never[]) => Error) {
  return (error: unknown): undefined => {
    if (error instanceof expected) return undefined;
    throw error;
  };
}

/** The mined transaction that has the number of `sent`, if its number is used up. */
async function replacementOf(
  publicClient: PublicClient,
  { from, nonce }: Transaction,
): Promise<Transaction | undefined> {
  if ((await publicClient.getTransactionCount({ address: from })) <= nonce) return undefined;
  const head = await publicClient.getBlockNumber();
  const oldest = head > REPLACEMENT_BLOCKS ? head - REPLACEMENT_BLOCKS : 0n;
  for (let blockNumber = head; blockNumber >= oldest; blockNumber--) {
    const { transactions } = await publicClient.getBlock({ blockNumber, includeTransactions: true });
    const taken = transactions.find((one) => one.nonce === nonce && one.from.toLowerCase() === from.toLowerCase());
    if (taken) return taken as Transaction;
    if (blockNumber === 0n) break;
  }
  return undefined;
}

function isSameCall(a: Transaction, b: Transaction): boolean {
  return a.to === b.to && a.input === b.input && a.value === b.value;
}

export class TransactionReplacedError extends ComputeHiveError {
  override readonly name = "TransactionReplacedError";
  constructor({ hash, by }: { hash: Hex; by: Hex }) {
    super("Your wallet replaced this transaction by another one: the step was not done.", {
      metaMessages: [`Transaction: ${hash}`, `Replaced by: ${by}`],
    });
  }
}

export class TransactionDroppedError extends ComputeHiveError {
  override readonly name = "TransactionDroppedError";
  constructor({ hash }: { hash: Hex }) {
    super("The network forgot this transaction before it was mined: the step was not done and cost nothing.", {
      metaMessages: [`Transaction: ${hash}`],
    });
  }
}
