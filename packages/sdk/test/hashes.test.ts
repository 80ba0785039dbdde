import {
  marketStatementsAbi,
  offerBookAbi,
  receiptTokenAbi,
  replicaMarketAbi,
  stakingAbi,
} from "@computehive/protocol/contracts";
import { COMPLAINTS } from "@computehive/protocol/dispute";
import {
  cancelJobTypedData,
  type DisputeStatement,
  disputeExecutionTypedData,
} from "@computehive/protocol/job-statement";
import { type NodeProfile, nodeProfileHashOf, nodeProfileTypedData } from "@computehive/protocol/node-profile";
import { type Offer, offerIdOf, offerTypedData } from "@computehive/protocol/offer";
import {
  executionIdOf,
  type JobOrder,
  type JobTerms,
  jobIdOf,
  jobOrderTypedData,
  termsHashOf,
} from "@computehive/protocol/order";
import { amountOf } from "@computehive/protocol/price";
import {
  detailsHashOf,
  type Receipt,
  type ReceiptDetails,
  receiptHashOf,
  receiptTypedData,
} from "@computehive/protocol/receipt";
import { type MintReceipt, mintReceiptHashOf, mintReceiptTypedData } from "@computehive/protocol/receipt-token";
import {
  commitmentOf,
  type ReplicaOrder,
  type ReplicaResult,
  type ReplicaTerms,
  replicaExecutionIdOf,
  replicaJobIdOf,
  replicaOrderTypedData,
  replicaReceiptTypedData,
  replicaTermsHashOf,
  resultKeyOf,
} from "@computehive/protocol/replica";
import fc from "fast-check";
import { type Address, createWalletClient, type Hex, hashTypedData, http } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HiveClient } from "../src/hive-client.ts";
import { readArtifacts, startTestChain, type TestChain } from "./support/chain.ts";

let chain: TestChain;
let client: HiveClient;
/** The lens that says what the market hashes. */
let statements: Address;

beforeAll(async () => {
  chain = await startTestChain();
  const party = await chain.party();
  client = party.client;
  const wallet = createWalletClient({ account: party.account, transport: http(chain.url) });
  const hash = await wallet.deployContract({
    abi: marketStatementsAbi,
    bytecode: readArtifacts().MarketStatements.bytecode,
    args: [chain.deployment.contracts.market],
    chain: null,
  });
  const { contractAddress } = await chain.publicClient.waitForTransactionReceipt({ hash });
  statements = contractAddress as Address;
});
afterAll(() => chain.stop());

/** Enough for every field's edges; each sample is a question to the chain. */
const SAMPLES = { numRuns: 40 };

describe("hashes and amounts are the contracts' own", () => {
  it("orders, terms and execution ids", async () => {
    const domain = client.marketDomain;
    const { JobOrder, JobTerms } = jobOrderTypedData(domain, {} as JobOrder, {} as JobTerms).types;
    await fc.assert(
      fc.asyncProperty(
        recordOf<JobOrder>(JobOrder.slice(0, -1)),
        recordOf<JobTerms>(JobTerms),
        fc.nat(65_535),
        async (order, terms, attempt) => {
          const jobId = jobIdOf(domain, order, terms);
          expect(jobId).toBe(await ask("hashJobOrder", [order, terms]));
          expect(termsHashOf(terms)).toBe(await ask("hashStructJobTerms", [terms]));
          expect(executionIdOf(jobId, attempt)).toBe(await ask("executionIdOf", [jobId, attempt]));
        },
      ),
      SAMPLES,
    );
  });

  it("receipts and their details", async () => {
    const { Receipt, ReceiptDetails } = receiptTypedData(client.marketDomain, {} as Receipt).types;
    await fc.assert(
      fc.asyncProperty(
        recordOf<Omit<Receipt, "details">>(Receipt.slice(0, -1)),
        recordOf<ReceiptDetails>(ReceiptDetails),
        async (part, details) => {
          const receipt = { ...part, details };
          expect(receiptHashOf(client.marketDomain, receipt)).toBe(
            await ask("hashReceipt", [receipt.executionId, receipt.node, receipt.units, details]),
          );
          expect(detailsHashOf(details)).toBe(await ask("hashStructReceiptDetails", [details]));
        },
      ),
      SAMPLES,
    );
  });

  it("what a buyer says for others to carry", async () => {
    const bytes = fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((value) => `0x${Buffer.from(value).toString("hex")}`);
    const complaints = fc.constantFrom(...COMPLAINTS.slice(1));
    await fc.assert(
      fc.asyncProperty(bytes, bytes, complaints, async (executionId, receiptHash, complaint) => {
        const dispute = { executionId, receiptHash, complaint } as DisputeStatement;
        expect(hashTypedData(disputeExecutionTypedData(client.marketDomain, dispute))).toBe(
          await ask("hashDisputeExecution", [executionId, receiptHash, COMPLAINTS.indexOf(dispute.complaint)]),
        );
        expect(hashTypedData(cancelJobTypedData(client.marketDomain, dispute.executionId))).toBe(
          await ask("hashCancelJob", [executionId]),
        );
      }),
      SAMPLES,
    );
  });

  it("wishes to have a receipt minted", async () => {
    const domain = { chainId: chain.deployment.chainId, address: chain.deployment.contracts.receiptToken };
    const fields = mintReceiptTypedData(domain, {} as MintReceipt).types.MintReceipt;
    await fc.assert(
      fc.asyncProperty(recordOf<MintReceipt>(fields), async (mint) => {
        const digest = await chain.publicClient.readContract({
          address: domain.address,
          abi: receiptTokenAbi,
          functionName: "hashMintReceipt",
          args: [mint.receiptHash, mint.deadline],
        });
        expect(mintReceiptHashOf(domain, mint)).toBe(digest);
      }),
      SAMPLES,
    );
  });

  it("offers and node profiles", async () => {
    const { Offer } = offerTypedData(client.offersDomain, {} as Offer).types;
    const { NodeProfile } = nodeProfileTypedData(client.stakingDomain, {} as NodeProfile).types;
    await fc.assert(
      fc.asyncProperty(recordOf<Offer>(Offer), recordOf<NodeProfile>(NodeProfile), async (offer, profile) => {
        expect(offerIdOf(client.offersDomain, offer)).toBe(
          await chain.publicClient.readContract({
            address: chain.deployment.contracts.offers,
            abi: offerBookAbi,
            functionName: "hashOffer",
            args: [offer],
          }),
        );
        const digest = await chain.publicClient.readContract({
          address: chain.deployment.contracts.staking,
          abi: stakingAbi,
          functionName: "hashNodeProfile",
          args: [profile],
        });
        expect(nodeProfileHashOf(client.stakingDomain, profile)).toBe(digest);
      }),
      SAMPLES,
    );
  });

  it("replicated orders, terms and execution ids", async () => {
    const domain = replicaDomainHere();
    const { ReplicaOrder, ReplicaTerms } = replicaOrderTypedData(domain, {} as ReplicaOrder, {} as ReplicaTerms).types;
    await fc.assert(
      fc.asyncProperty(
        recordOf<ReplicaOrder>(ReplicaOrder.slice(0, -1)),
        recordOf<ReplicaTerms>(ReplicaTerms),
        async (order, terms) => {
          const jobId = replicaJobIdOf(domain, order, terms);
          expect(jobId).toBe(await askReplicas("hashReplicaOrder", [order, terms]));
          expect(replicaTermsHashOf(terms)).toBe(await askReplicas("hashStructReplicaTerms", [terms]));
          expect(replicaExecutionIdOf(jobId, order.buyer)).toBe(
            await askReplicas("executionIdOf", [jobId, order.buyer]),
          );
        },
      ),
      SAMPLES,
    );
  });

  it("receipts, commitments and keys of replicas", async () => {
    const domain = replicaDomainHere();
    const { Receipt, ReceiptDetails } = replicaReceiptTypedData(domain, {} as Receipt).types;
    await fc.assert(
      fc.asyncProperty(
        recordOf<Omit<Receipt, "details">>(Receipt.slice(0, -1)),
        recordOf<ReceiptDetails>(ReceiptDetails),
        async (part, details) => {
          const receipt = { ...part, details };
          const receiptHash = await askReplicas("hashReceipt", [
            receipt.executionId,
            receipt.node,
            receipt.units,
            details,
          ]);
          const salt = details.attestationId;
          expect(hashTypedData(replicaReceiptTypedData(domain, receipt))).toBe(receiptHash);
          expect(commitmentOf(domain, receipt, salt)).toBe(await askReplicas("commitmentOf", [receiptHash, salt]));
          const { outputHash, outcome, exitCode } = details;
          const result: ReplicaResult = { outputHash, outcome, exitCode, units: receipt.units };
          expect(resultKeyOf(result)).toBe(await askReplicas("keyOf", [result]));
        },
      ),
      SAMPLES,
    );
  });

  it("amounts", async () => {
    const { JobOrder } = jobOrderTypedData(client.marketDomain, {} as JobOrder, {} as JobTerms).types;
    const units = fc.oneof(fc.bigInt(0n, 2n ** 128n - 1n), fc.bigInt(0n, 10n ** 14n));
    await fc.assert(
      fc.asyncProperty(recordOf<JobOrder>(JobOrder.slice(0, -1)), fc.nat(2), units, async (random, unitKind, used) => {
        const order = { ...random, unitKind };
        expect(amountOf(order, used)).toBe(await ask("amountOf", [order, used]));
      }),
      SAMPLES,
    );
  });
});

function ask(functionName: string, args: readonly unknown[]): Promise<unknown> {
  return chain.publicClient.readContract({
    address: statements,
    abi: marketStatementsAbi,
    functionName: functionName as never,
    args: args as never,
  });
}

function replicaDomainHere() {
  return { chainId: chain.deployment.chainId, address: chain.deployment.contracts.replicaMarket };
}

function askReplicas(functionName: string, args: readonly unknown[]): Promise<unknown> {
  return chain.publicClient.readContract({
    address: replicaDomainHere().address,
    abi: replicaMarketAbi,
    functionName: functionName as never,
    args: args as never,
  });
}

function recordOf<T>(fields: readonly { name: string; type: string }[]): fc.Arbitrary<T> {
  return fc.record(
    Object.fromEntries(fields.map(({ name, type }) => [name, sampleOf(type)])),
  ) as unknown as fc.Arbitrary<T>;
}

function sampleOf(type: string): fc.Arbitrary<unknown> {
  const bits = Number(/^uint(\d+)$/.exec(type)?.[1] ?? 0);
  if (bits > 48) return fc.bigInt(0n, 2n ** BigInt(bits) - 1n);
  if (bits > 0) return fc.bigInt(0n, 2n ** BigInt(bits) - 1n).map(Number);
  if (type === "string") return fc.string({ unit: "grapheme", maxLength: 40 });
  const bytes = type === "address" ? 20 : 32;
  return fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((value) => `0x${Buffer.from(value).toString("hex")}` as Hex);
}
