import type { Fees } from "./sender-chain.ts";

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
