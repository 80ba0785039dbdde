import fc from "fast-check";
import { type Address, type Hex, hashTypedData } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";
import vectors from "../vectors/eip712.json" with { type: "json" };
import { type Attestation, attestationTypedData, type Revocation, revocationTypedData } from "./attestation.ts";
import { COMPLAINTS } from "./dispute.ts";
import { cancelJobTypedData, type DisputeStatement, disputeExecutionTypedData } from "./job-statement.ts";
import { type NodeProfile, nodeProfileHashOf, nodeProfileTypedData } from "./node-profile.ts";
import { type Offer, offerIdOf, offerTypedData } from "./offer.ts";
import {
  type Execution,
  executionHashOf,
  executionIdOf,
  type JobOrder,
  type JobTerms,
  jobIdOf,
  jobOrderTypedData,
  termsHashOf,
} from "./order.ts";
import {
  detailsHashOf,
  type Receipt,
  receiptFromJson,
  receiptHashOf,
  receiptToJson,
  receiptTypedData,
  recordedReceiptHash,
} from "./receipt.ts";
import { type MintReceipt, mintReceiptTypedData } from "./receipt-token.ts";
import { readShortName, ShortNameInvalidError, shortName } from "./short-name.ts";
import { byEthers, recordOf } from "./testing/random-typed-data.ts";

const market = { chainId: vectors.chainId, address: vectors.market as Address };
const offers = { chainId: vectors.chainId, address: vectors.offers as Address };
const staking = { chainId: vectors.chainId, address: vectors.staking as Address };

describe("hashes", () => {
  it("of orders are those of the vectors", () => {
    const { order, terms, termsHash, jobId, executionIds } = vectors.job;
    const read = withBigints<JobOrder>(order, ["maxPay", "bond", "fixedPrice", "price", "exposure", "salt"]);
    expect(termsHashOf(terms as JobTerms)).toBe(termsHash);
    expect(jobIdOf(market, read, terms as JobTerms)).toBe(jobId);
    expect(executionIds.map(({ attempt }) => executionIdOf(jobId as Hex, attempt))).toEqual(
      executionIds.map(({ executionId }) => executionId),
    );
  });

  it("of execution records are those of the vectors", () => {
    const { execution, executionHash } = vectors.execution;
    expect(executionHashOf(withBigints<Execution>(execution, ["exposure"]))).toBe(executionHash);
  });

  it("and signatures of receipts are those of the vectors", async () => {
    const { receipt: json, detailsHash, receiptHash, nodeSignature, recorded } = vectors.receipt;
    const receipt = receiptFromJson(json);
    expect(detailsHashOf(receipt.details)).toBe(detailsHash);
    expect(receiptHashOf(market, receipt)).toBe(receiptHash);
    expect(recordedReceiptHash(receiptHash as Hex)).toBe(recorded);
    const node = privateKeyToAccount(`0x${"01".repeat(32)}`);
    expect(await node.signTypedData(receiptTypedData(market, receipt))).toBe(nodeSignature);
    expect(receiptToJson(receipt)).toEqual(json);
  });

  it("of what a buyer says for others to carry are those of the vectors", () => {
    const executionId = vectors.job.executionIds[0]?.executionId as Hex;
    const receiptHash = vectors.receipt.receiptHash as Hex;
    const dispute = { executionId, receiptHash, complaint: "not-delivered" } as const;
    expect(hashTypedData(cancelJobTypedData(market, vectors.job.jobId as Hex))).toBe(vectors.statements.cancelJob);
    expect(hashTypedData(disputeExecutionTypedData(market, dispute))).toBe(vectors.statements.disputeExecution);
  });

  it("of offers and profiles are those of the vectors", () => {
    const offer = withBigints<Offer>(vectors.offer.offer, ["fixedPrice", "price", "exposureLimit", "salt"]);
    expect(offerIdOf(offers, offer)).toBe(vectors.offer.offerId);
    expect(nodeProfileHashOf(staking, vectors.nodeProfile.profile as NodeProfile)).toBe(vectors.nodeProfile.digest);
  });
});

describe("typed data of random values hashes as in ethers", () => {
  const orderTypes = jobOrderTypedData(market, {} as JobOrder, {} as JobTerms).types;
  const receiptTypes = receiptTypedData(market, {} as Receipt).types;
  const samples = {
    // The last member is the nested struct.
    order: () => recordOf<JobOrder>(orderTypes.JobOrder.slice(0, -1)),
    terms: () => recordOf<JobTerms>(orderTypes.JobTerms),
    receipt: () => recordOf<Omit<Receipt, "details">>(receiptTypes.Receipt.slice(0, -1)),
    details: () => recordOf<Receipt["details"]>(receiptTypes.ReceiptDetails),
    offer: () => recordOf<Offer>(offerTypedData(offers, {} as Offer).types.Offer),
    profile: () => recordOf<NodeProfile>(nodeProfileTypedData(staking, {} as NodeProfile).types.NodeProfile),
  };

  it("orders", () => {
    fc.assert(
      fc.property(samples.order(), samples.terms(), (order, terms) => {
        expect(jobIdOf(market, order, terms)).toBe(byEthers(jobOrderTypedData(market, order, terms)));
      }),
    );
  });

  it("receipts", () => {
    fc.assert(
      fc.property(samples.receipt(), samples.details(), (part, details) => {
        const receipt = { ...part, details };
        expect(receiptHashOf(market, receipt)).toBe(byEthers(receiptTypedData(market, receipt)));
        expect(receiptFromJson(JSON.parse(JSON.stringify(receiptToJson(receipt))))).toEqual(receipt);
      }),
    );
  });

  it("offers and profiles", () => {
    fc.assert(
      fc.property(samples.offer(), samples.profile(), (offer, profile) => {
        expect(offerIdOf(offers, offer)).toBe(byEthers(offerTypedData(offers, offer)));
        expect(nodeProfileHashOf(staking, profile)).toBe(byEthers(nodeProfileTypedData(staking, profile)));
      }),
    );
  });

  it("what a buyer says for others to carry", () => {
    const disputeFields = disputeExecutionTypedData(market, {} as DisputeStatement).types.DisputeExecution;
    const mintFields = mintReceiptTypedData(market, {} as MintReceipt).types.MintReceipt;
    const [complaints, disputes] = [fc.constantFrom(...COMPLAINTS.slice(1)), recordOf<DisputeStatement>(disputeFields)];
    fc.assert(
      fc.property(disputes, complaints, recordOf<MintReceipt>(mintFields), (statement, complaint, mint) => {
        const dispute = disputeExecutionTypedData(market, { ...statement, complaint } as DisputeStatement);
        expect(hashTypedData(dispute)).toBe(byEthers(dispute));
        const cancellation = cancelJobTypedData(market, statement.executionId);
        expect(hashTypedData(cancellation)).toBe(byEthers(cancellation));
        const minting = mintReceiptTypedData(market, mint);
        expect(hashTypedData(minting)).toBe(byEthers(minting));
      }),
    );
  });

  it("attestations and revocations", () => {
    const { Attestation: attestationFields } = attestationTypedData(market, {} as Attestation).types;
    const { Revocation: revocationFields } = revocationTypedData(market, {} as Revocation).types;
    const [attestations, revocations] = [
      recordOf<Attestation>(attestationFields),
      recordOf<Revocation>(revocationFields),
    ];
    fc.assert(
      fc.property(attestations, revocations, (made, ended) => {
        const attestation = attestationTypedData(market, made);
        expect(hashTypedData(attestation)).toBe(byEthers(attestation));
        const revocation = revocationTypedData(market, ended);
        expect(hashTypedData(revocation)).toBe(byEthers(revocation));
      }),
    );
  });
});

describe("short names", () => {
  it("are left-aligned ASCII", () => {
    expect(shortName("cpu.v1")).toBe(vectors.job.terms.resourceClass);
    expect(readShortName(shortName("gpu.h200"))).toBe("gpu.h200");
    expect(readShortName(`0x${"00".repeat(32)}`)).toBe("");
    expect(readShortName(`0x${"ff".repeat(32)}`)).toBe(`0x${"ff".repeat(32)}`);
  });

  it.each(["", "a b", "ü", "x".repeat(33)])("refuse %j", (name) => {
    expect(() => shortName(name)).toThrow(ShortNameInvalidError);
  });
});

function withBigints<T>(json: object, names: readonly string[]): T {
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, names.includes(name) ? BigInt(value as string) : value]),
  ) as T;
}
