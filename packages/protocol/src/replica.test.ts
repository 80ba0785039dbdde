import fc from "fast-check";
import type { Address, Hex } from "viem";
import { concat, encodeAbiParameters, hashTypedData, keccak256 } from "viem";
import { describe, expect, it } from "vitest";
import type { Receipt } from "./receipt.ts";
import {
  commitmentOf,
  type ReplicaOrder,
  type ReplicaTerms,
  replicaJobIdOf,
  replicaOrderTypedData,
  replicaReceiptTypedData,
  resultKeyOf,
} from "./replica.ts";
import { byEthers, recordOf } from "./testing/random-typed-data.ts";

const domain = { chainId: 31_337, address: `0x${"c1".repeat(20)}` as Address };
const orderTypes = replicaOrderTypedData(domain, {} as ReplicaOrder, {} as ReplicaTerms).types;
const receiptTypes = replicaReceiptTypedData(domain, {} as Receipt).types;

// The last member is the nested struct.
const orders = recordOf<ReplicaOrder>(orderTypes.ReplicaOrder.slice(0, -1));
const terms = recordOf<ReplicaTerms>(orderTypes.ReplicaTerms);
const receipts = fc
  .tuple(
    recordOf<Omit<Receipt, "details">>(receiptTypes.Receipt.slice(0, -1)),
    recordOf<Receipt["details"]>(receiptTypes.ReceiptDetails),
  )
  .map(([part, details]) => ({ ...part, details }));

describe("replicated jobs", () => {
  it("have ids that ethers computes, too", () => {
    fc.assert(
      fc.property(orders, terms, (order, rest) => {
        expect(replicaJobIdOf(domain, order, rest)).toBe(byEthers(replicaOrderTypedData(domain, order, rest)));
      }),
    );
  });

  it("have receipts that ethers hashes, too, and commitments that hide them", () => {
    fc.assert(
      fc.property(receipts, fc.uint8Array({ minLength: 32, maxLength: 32 }), (receipt, bytes) => {
        const salt = `0x${Buffer.from(bytes).toString("hex")}` as Hex;
        const typedData = replicaReceiptTypedData(domain, receipt);
        expect(hashTypedData(typedData)).toBe(byEthers(typedData));
        expect(commitmentOf(domain, receipt, salt)).toBe(keccak256(concat([byEthers(typedData) as Hex, salt])));
      }),
    );
  });

  it("count results by all that equal work has in common", () => {
    const result = { outputHash: `0x${"0a".repeat(32)}` as Hex, outcome: 1, exitCode: 2, units: 3n };
    const words = encodeAbiParameters(
      [{ type: "bytes32" }, { type: "uint256" }, { type: "uint256" }, { type: "uint256" }],
      [result.outputHash, 1n, 2n, 3n],
    );
    expect(resultKeyOf(result)).toBe(keccak256(words));
    expect(resultKeyOf({ ...result, units: 4n })).not.toBe(resultKeyOf(result));
  });
});
