import type { Fees } from "./chain-port.ts";

/** How the sender behaves; all of it is configuration. */
export interface SenderPolicy {
  /** Blocks that count a transaction as final, its own included: 1 is "mined". */
  confirmations: number;
  /** Wei per gas that is never exceeded. */
  maxFeePerGas: bigint;
  /** A transaction that waits longer is replaced by one with a higher fee. */
  replaceAfterMs: number;
  /** Versions of one transaction at most. */
  maxVersions: number;
  /** A transaction that fell out of the chain and cannot be repeated is given up after this time. */
  giveUpAfterMs: number;
  /** Added to estimates, percent. */
  gasMarginPercent: bigint;
}

export const DEFAULT_SENDER_POLICY: SenderPolicy = {
  confirmations: 2,
  maxFeePerGas: 200n * 10n ** 9n,
  replaceAfterMs: 60_000,
  maxVersions: 5,
  giveUpAfterMs: 120_000,
  gasMarginPercent: 25n,
};

/** Nodes take a replacement from 10 % more on; some from 12.5 %. */
const REPLACEMENT_PERCENT = 125n;

export function withinLimit(fees: Fees, limit: bigint): Fees {
  const maxFeePerGas = least(fees.maxFeePerGas, limit);
  return { maxFeePerGas, maxPriorityFeePerGas: least(fees.maxPriorityFeePerGas, maxFeePerGas) };
}

/** The fees of a replacement: enough more for nodes to take it, or nothing where the limit forbids. */
export function raisedFees(previous: Fees, current: Fees, limit: bigint): Fees | undefined {
  const maxFeePerGas = most(percent(previous.maxFeePerGas), current.maxFeePerGas);
  const maxPriorityFeePerGas = most(percent(previous.maxPriorityFeePerGas), current.maxPriorityFeePerGas);
  if (maxFeePerGas > limit) return undefined;
  return { maxFeePerGas, maxPriorityFeePerGas: least(maxPriorityFeePerGas, maxFeePerGas) };
}

function percent(value: bigint): bigint {
  return (value * REPLACEMENT_PERCENT) / 100n + 1n;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
