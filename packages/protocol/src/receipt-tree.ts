import { concat, encodeAbiParameters, type Hex, keccak256, zeroHash } from "viem";

/** What a leaf of a channel's tree says. */
export interface ReceiptLeaf {
  readonly receiptHash: Hex;
  /** Number of the receipt on its channel, from 0: its place among the leaves. */
  readonly sequence: bigint;
  /** What the channel owes with this receipt and all before it. */
  readonly cumulativeAfter: bigint;
}

const LEAF = [{ type: "bytes32" }, { type: "uint64" }, { type: "uint96" }] as const;
const EXECUTION = [{ type: "bytes32" }, { type: "uint64" }] as const;

/** Hashed twice, so that it is never the hash of two children. */
export function receiptLeafOf({ receiptHash, sequence, cumulativeAfter }: ReceiptLeaf): Hex {
  return keccak256(keccak256(encodeAbiParameters(LEAF, [receiptHash, sequence, cumulativeAfter])));
}

/** The root of a channel's leaves, in the order of their numbers: what a voucher signs. Zero where there are none. */
export function receiptsRootOf(leaves: readonly Hex[]): Hex {
  return rowsOf(leaves).at(-1)?.[0] ?? zeroHash;
}

/** Hashes beside the way from a leaf to the root, from below. */
export function receiptSiblingsOf(leaves: readonly Hex[], index: number): Hex[] {
  return rowsOf(leaves).flatMap((row, height) => row[Math.floor(index / 2 ** height) ^ 1] ?? []);
}

/** Whether the tree with this root holds the leaf. */
export function isReceiptIn(root: Hex, leaf: Hex, siblings: readonly Hex[]): boolean {
  return siblings.reduce(pairOf, leaf) === root;
}

/** The execution that a channel's receipt names. */
export function channelExecutionIdOf(channelId: Hex, sequence: bigint): Hex {
  return keccak256(encodeAbiParameters(EXECUTION, [channelId, sequence]));
}

/** From the leaves up to the root. The last node of an odd row goes up as it is, so that rows only grow at their end. */
function rowsOf(leaves: readonly Hex[]): Hex[][] {
  const rows = [[...leaves]];
  for (let row = rows[0] ?? []; row.length > 1; row = rows.at(-1) ?? []) {
    rows.push(
      row.flatMap((node, i) => {
        if (i % 2 === 1) return [];
        const other = row[i + 1];
        return other === undefined ? node : pairOf(node, other);
      }),
    );
  }
  return rows;
}

/** Hexadecimal digits of one case and length order as the bytes do. */
function pairOf(one: Hex, other: Hex): Hex {
  const [low, high] = [one.toLowerCase() as Hex, other.toLowerCase() as Hex].sort();
  return keccak256(concat([low as Hex, high as Hex]));
}
