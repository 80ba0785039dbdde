import { cidOf, digestOfCid } from "@computehive/protocol/cid";
import { inputHash, type Manifest, parseManifest } from "@computehive/protocol/manifest";
import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import { amountOf, unitSizeOf } from "@computehive/protocol/price";
import { CONTEXT_JOB, type Receipt, workOf } from "@computehive/protocol/receipt";
import { buildResultDocument, outputHash, type ResultDocument } from "@computehive/protocol/result";
import { shortName } from "@computehive/protocol/short-name";
import { type Hex, zeroHash } from "viem";
import { deposit } from "../../src/account/deposit.ts";
import { allowOperator } from "../../src/account/operators.ts";
import { drip } from "../../src/faucet.ts";
import { buildOrder } from "../../src/job-builder.ts";
import { claimJob, postJob, submitReceipt } from "../../src/jobs/job-actions.ts";
import type { AttemptView, JobView } from "../../src/jobs/job-view.ts";
import { readJob } from "../../src/jobs/read-job.ts";
import { registerNode } from "../../src/nodes/nodes.ts";
import { addStake } from "../../src/staking/stake.ts";
import type { Party, TestChain } from "./chain.ts";

/** In test dollars' smallest unit. */
export const DOLLAR = 1_000_000n;
const FAR = 2 ** 40 - 1;

/** A buyer with money in the escrow that the market may draw. */
export async function fundedBuyer(chain: TestChain): Promise<Party> {
  const buyer = await chain.party();
  await drip(buyer.client);
  await deposit(buyer.client, 1_000n * DOLLAR);
  await allowOperator(buyer.client, { operator: "market", cap: 1_000n * DOLLAR, expiry: FAR });
  return buyer;
}

export interface TestNode extends Party {
  readonly provider: Party;
}

/** A provider with stake and one registered node. */
export async function stakedNode(chain: TestChain): Promise<TestNode> {
  const provider = await chain.party();
  const node = await chain.party();
  await drip(provider.client);
  await deposit(provider.client, 500n * DOLLAR);
  await allowOperator(provider.client, { operator: "staking", cap: 500n * DOLLAR, expiry: FAR });
  await addStake(provider.client, 400n * DOLLAR);
  await registerNode(provider.client, { profile: profileOf(provider, node), nodeKey: node.account });
  return { ...node, provider };
}

export function profileOf(provider: Party, node: Party) {
  return {
    provider: provider.account.address,
    node: node.account.address,
    payee: provider.account.address,
    resourceClass: shortName("cpu.v1"),
    region: zeroHash,
    capabilityHash: zeroHash,
    tlsKeyHash: zeroHash,
    endpoint: "",
  };
}

export function testManifest(change: Partial<Manifest> = {}): Manifest {
  return parseManifest({
    version: 1,
    runtime: "wasm",
    program: cidOf(new TextEncoder().encode("program")),
    args: [],
    env: {},
    inputs: [],
    limits: { fuel: "2000000000000", memoryBytes: 65_536, wallSeconds: 60, outputBytes: 1_000 },
    ...change,
  });
}

export async function testOrder(
  chain: TestChain,
  buyer: Party,
  change: Partial<JobOrder> = {},
): Promise<{ order: JobOrder; terms: JobTerms }> {
  const { timestamp } = await chain.publicClient.getBlock();
  const { order, terms } = buildOrder({
    deployment: chain.deployment,
    buyer: buyer.account.address,
    epoch: 0,
    now: Number(timestamp),
    manifest: testManifest(),
    resourceClass: "cpu.v1",
    pricing: { unitKind: "fuel", fixedPrice: DOLLAR, price: 2n * DOLLAR },
  });
  return { order: { ...order, ...change }, terms };
}

export async function posted(
  chain: TestChain,
  buyer: Party,
  change: Partial<JobOrder> = {},
): Promise<{ jobId: Hex; order: JobOrder; terms: JobTerms }> {
  const { order, terms } = await testOrder(chain, buyer, change);
  const { jobId } = await postJob(buyer.client, { order, terms });
  return { jobId, order, terms };
}

export async function claimed(node: Party, job: { jobId: Hex; order: JobOrder; terms: JobTerms }): Promise<JobView> {
  const { attempt } = await readJob(node.client, job.jobId);
  await claimJob(node.client, { ...job, attempt });
  return readJob(node.client, job.jobId);
}

/** A view with a live execution. */
export function live(view: JobView): JobView & { current: AttemptView } {
  if (!view.current) throw new Error(`Job ${view.jobId} is ${view.state}: nothing is live.`);
  return { ...view, current: view.current };
}

export async function submitted(node: Party, view: JobView, receipt: Receipt): Promise<JobView> {
  const { execution } = live(view).current;
  await submitReceipt(node.client, { jobId: view.jobId, execution, work: workOf(receipt) });
  return readJob(node.client, view.jobId);
}

export const RESULT: ResultDocument = buildResultDocument({
  outcome: "exited",
  exitCode: 0,
  stdout: new TextEncoder().encode("done\n"),
  stderr: new Uint8Array(),
  files: [],
});

/** What an honest node would state of a job that used 1.5 × 10¹² fuel. */
export function receiptFor(
  view: JobView,
  { units = 1_500_000_000_000n, manifest = testManifest(), result = RESULT } = {},
): Receipt {
  const { order, terms, jobId } = view;
  const { executionId, execution } = live(view).current;
  return {
    executionId,
    node: execution.node,
    units,
    details: {
      contextKind: CONTEXT_JOB,
      contextId: jobId,
      buyer: order.buyer,
      sequence: 0n,
      manifestHash: terms.manifestHash,
      programHash: digestOfCid(manifest.program),
      inputHash: inputHash(manifest),
      outputHash: outputHash(result),
      outcome: 0,
      exitCode: result.exitCode,
      unitKind: order.unitKind,
      unitSize: unitSizeOf(order.unitKind),
      fixedPrice: order.fixedPrice,
      price: order.price,
      amount: amountOf(order, units),
      token: order.token,
      startedAt: execution.claimedAt,
      endedAt: execution.claimedAt + 1,
      energyMilliwattHours: 0n,
      attestationId: zeroHash,
    },
  };
}
