import fc from "fast-check";
import { bytesToHex, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import vectors from "../vectors/receipt-tree.json" with { type: "json" };
import { channelExecutionIdOf, isReceiptIn, receiptLeafOf, receiptSiblingsOf, receiptsRootOf } from "./receipt-tree.ts";

const leaves = vectors.receipts.map(({ leaf }) => leaf as Hex);

describe("the tree of a channel's receipts", () => {
  it("has the leaves, roots and proofs of the vectors", () => {
    for (const { receiptHash, sequence, cumulativeAfter, leaf } of vectors.receipts) {
      const said = { sequence: BigInt(sequence), cumulativeAfter: BigInt(cumulativeAfter) };
      expect(receiptLeafOf({ receiptHash: receiptHash as Hex, ...said })).toBe(leaf);
    }
    expect(vectors.roots).toEqual(vectors.roots.map((_, count) => receiptsRootOf(leaves.slice(0, count))));
    for (const { index, count, siblings } of vectors.proofs) {
      expect(receiptSiblingsOf(leaves.slice(0, count), index)).toEqual(siblings);
    }
    const { channelId, sequence, executionId } = vectors.execution;
    expect(channelExecutionIdOf(channelId as Hex, BigInt(sequence))).toBe(executionId);
  });

  it("proves each of its leaves, and no other", () => {
    const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => bytesToHex(bytes));
    fc.assert(
      fc.property(fc.uniqueArray(bytes32, { minLength: 1, maxLength: 40 }), fc.nat(), bytes32, (all, at, other) => {
        const index = at % all.length;
        const root = receiptsRootOf(all);
        const siblings = receiptSiblingsOf(all, index);
        expect(siblings.length).toBeLessThanOrEqual(Math.ceil(Math.log2(all.length)));
        expect(isReceiptIn(root, all[index] as Hex, siblings)).toBe(true);
        expect(isReceiptIn(root, other, siblings)).toBe(false);
      }),
    );
  });
});
