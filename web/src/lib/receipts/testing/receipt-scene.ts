import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cidOf, digestOfCid } from "@computehive/protocol/cid";
import { type Deployment, jobMarketAbi } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { inputHash, type Manifest, manifestBytes, manifestHash } from "@computehive/protocol/manifest";
import { executionIdOf, jobIdOf } from "@computehive/protocol/order";
import { OUTCOMES } from "@computehive/protocol/outcome";
import { amountOf, UNIT_SIZES } from "@computehive/protocol/price";
import { detailsHashOf, type Receipt, receiptHashOf, receiptTypedData } from "@computehive/protocol/receipt";
import { outputHash } from "@computehive/protocol/result";
import { execute } from "@computehive/sdk/execution";
import type { GatewayClient } from "@computehive/sdk/gateway-client";
import { createHiveClient, type HiveClient } from "@computehive/sdk/hive-client";
import { encodeAbiParameters, encodeEventTopics, type Hex, type PublicClient } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { attempt, openJob, submission } from "../../jobs/testing/job-fixtures.ts";
import type { VerificationSubject } from "../verification.ts";

/** A chain, a gateway and one job that a node really ran, all in this process. */
export interface Scene {
  readonly subject: VerificationSubject;
  readonly hive: HiveClient;
  readonly gateway: GatewayClient;
  /** What the gateway has; take something away and it is lost. */
  readonly blobs: Map<string, Uint8Array>;
  /** What the chain answers; change it to make the chain say something else. */
  readonly chain: { blockHash: Hex; transactionFrom: Hex; transactionInput: Hex };
  readonly buyer: ReturnType<typeof privateKeyToAccount>;
}

const HELLO = join(import.meta.dirname, "../../../../../programs/hello/program.wasm");
const BLOCK_HASH = `0x${"8".repeat(64)}` as const;
const address = (digit: string) => `0x${digit.repeat(40)}` as const;

/** @param change what the node claims instead of the truth. */
export async function setScene(change: Partial<Receipt> = {}): Promise<Scene> {
  const node = privateKeyToAccount(generatePrivateKey());
  const buyer = privateKeyToAccount(generatePrivateKey());
  const program = new Uint8Array(await readFile(HELLO));
  const manifest: Manifest = {
    version: 1,
    runtime: "wasm",
    program: cidOf(program),
    args: ["Ada"],
    env: {},
    inputs: [],
    limits: { fuel: "6000000", memoryBytes: 262_144, wallSeconds: 10, outputBytes: 4_096 },
  };
  const { document, result, blobs } = await execute(manifest, new Map([[manifest.program, program]]));
  const base = openJob();
  const order = { ...base.order, buyer: buyer.address };
  const terms = { ...base.terms, manifestHash: manifestHash(manifest) };
  const deployment = { chainId: 31_337, contracts: { market: address("f"), receipts: address("6") } } as Deployment;
  const domain = { chainId: 31_337, address: deployment.contracts.market };
  const jobId = jobIdOf(domain, order, terms);
  const receipt: Receipt = {
    executionId: executionIdOf(jobId, 0),
    node: node.address,
    units: result.fuel,
    details: {
      contextKind: 0,
      contextId: jobId,
      buyer: buyer.address,
      sequence: 0n,
      manifestHash: manifestHash(manifest),
      programHash: digestOfCid(manifest.program),
      inputHash: inputHash(manifest),
      outputHash: outputHash(document),
      outcome: OUTCOMES.indexOf(document.outcome),
      exitCode: document.exitCode,
      unitKind: order.unitKind,
      unitSize: UNIT_SIZES.fuel,
      fixedPrice: order.fixedPrice,
      price: order.price,
      amount: amountOf(order, change.units ?? result.fuel),
      token: order.token,
      startedAt: 1_020,
      endedAt: 1_021,
      energyMilliwattHours: 0n,
      attestationId: `0x${"0".repeat(64)}`,
    },
    ...change,
  };
  const receiptHash = receiptHashOf(domain, receipt);
  const submitted = {
    ...submission(1_030),
    units: receipt.units,
    detailsHash: detailsHashOf(receipt.details),
    receiptHash,
  };
  const current = attempt({ executionId: receipt.executionId, node: node.address, submission: submitted });
  const job = openJob({ jobId, state: "submitted", order, terms, attempts: [current], current });
  const nodeSignature = await node.signTypedData(receiptTypedData(domain, receipt));
  const upload = { receipt, nodeSignature, resultCid: cidOf(new Uint8Array()) };
  const held = new Map([
    ...blobs,
    [manifest.program, program],
    [cidOf(manifestBytes(manifest)), manifestBytes(manifest)],
  ]);
  const chain: Scene["chain"] = { blockHash: BLOCK_HASH, transactionFrom: buyer.address, transactionInput: "0x" };
  const publicClient = publicClientOf({ receipt, receiptHash, jobId, chain, market: deployment.contracts.market });
  const hive = createHiveClient({ deployment, publicClient });
  return { subject: { job, attempt: current, upload }, hive, gateway: gatewayOf(held), blobs: held, chain, buyer };
}

function gatewayOf(blobs: ReadonlyMap<string, Uint8Array>): GatewayClient {
  return {
    async getBlob(cid: string) {
      const bytes = blobs.get(cid);
      if (!bytes) throw new ComputeHiveError("The gateway does not hold this blob.");
      return bytes;
    },
  } as unknown as GatewayClient;
}

interface ChainFacts {
  readonly receipt: Receipt;
  readonly receiptHash: Hex;
  readonly jobId: Hex;
  readonly chain: Scene["chain"];
  readonly market: Hex;
}

function publicClientOf({ receipt, receiptHash, jobId, chain, market }: ChainFacts): PublicClient {
  const topics = encodeEventTopics({
    abi: jobMarketAbi,
    eventName: "ReceiptSubmitted",
    args: { jobId, executionId: receipt.executionId, node: receipt.node },
  });
  const data = encodeAbiParameters(
    [{ type: "uint128" }, { type: "bytes32" }, { type: "bytes32" }],
    [receipt.units, detailsHashOf(receipt.details), receiptHash],
  );
  return {
    readContract: async () => ({
      recorded: false,
      state: 3,
      consistent: true,
      amount: receipt.details.amount,
      receiptHash,
    }),
    getTransaction: async () => ({ hash: receiptHash, from: chain.transactionFrom, input: chain.transactionInput }),
    getTransactionReceipt: async () => ({
      status: "success",
      blockNumber: 1_030n,
      blockHash: BLOCK_HASH,
      logs: [{ address: market, topics, data }],
    }),
    getBlockNumber: async () => 1_040n,
    getBlock: async () => ({ hash: chain.blockHash }),
  } as unknown as PublicClient;
}
