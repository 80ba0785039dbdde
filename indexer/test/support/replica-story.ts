import { replicaArbiterAbi, replicaMarketAbi } from "@computehive/protocol/contracts";
import {
  commitmentOf,
  type ReplicaOrder,
  type ReplicaTerms,
  replicaExecutionIdOf,
  replicaJobIdOf,
  replicaReceiptTypedData,
  replicaTermsHashOf,
  resultKeyOf,
} from "@computehive/protocol/replica";
import { shortName } from "@computehive/protocol/short-name";
import { type Address, type Hex, hashTypedData, keccak256, toHex, zeroAddress, zeroHash } from "viem";
import { arbiterOf, type Party, type TestChain } from "../../../packages/sdk/test/support/chain.ts";
import { DOLLAR, stakedNode, type TestNode } from "../../../packages/sdk/test/support/market.ts";
import { funded, send } from "./parties.ts";

const RUN_TIME = 300;
const REVEAL_TIME = 300;
const WINDOW = 60;
const UNITS = 10n ** 12n;

export interface ReplicaStory {
  readonly buyer: Party;
  readonly nodes: readonly TestNode[];
  readonly jobs: Readonly<Record<"agreed" | "ruled" | "cancelled" | "lapsed" | "open", Hex>>;
}

/** A market of replicas in which money moved in every way. */
export async function tellReplicas(chain: TestChain): Promise<ReplicaStory> {
  const { replicaMarket } = chain.deployment.contracts;
  const buyer = await funded(chain, 900n * DOLLAR, [replicaMarket]);
  const nodes = [await stakedNode(chain), await stakedNode(chain), await stakedNode(chain)];
  return {
    buyer,
    nodes,
    jobs: {
      agreed: await tellAgreed(chain, buyer, nodes),
      ruled: await tellRuled(chain, buyer, nodes),
      ...(await tellUnfilled(chain, buyer, nodes)),
    },
  };
}

/** Two agree, the third stays silent. */
async function tellAgreed(chain: TestChain, buyer: Party, nodes: readonly TestNode[]): Promise<Hex> {
  const job = await post(chain, buyer, 1n);
  const replicas = await run(chain, job, nodes, ["0xaa", "0xaa", undefined]);
  await chain.pass(WINDOW + 1);
  await send(buyer, market(chain), "settle", [job.order, job.termsHash, job.result("0xaa")]);
  await collect(chain, job, replicas);
  return job.jobId;
}

/** Two agree on what the arbiter finds wrong: both are slashed, and repay the buyer the fee. */
async function tellRuled(chain: TestChain, buyer: Party, nodes: readonly TestNode[]): Promise<Hex> {
  const job = await post(chain, buyer, 2n);
  const replicas = await run(chain, job, nodes, ["0xbb", "0xbb", "0xcc"]);
  await send(buyer, market(chain), "dispute", [job.order, job.termsHash, 1]);
  const arbiter = { address: chain.deployment.contracts.replicaArbiter, abi: replicaArbiterAbi };
  const ruling = [job.order, job.terms, job.result("0xcc"), "The third one is right."];
  await send({ client: arbiterOf(chain) } as Party, arbiter, "rule", ruling);
  await collect(chain, job, replicas);
  return job.jobId;
}

/** One is taken back, one lapses with a replica declined and another claimed, one waits with a replica claimed. */
async function tellUnfilled(chain: TestChain, buyer: Party, nodes: readonly TestNode[]) {
  const cancelled = await post(chain, buyer, 3n);
  await send(buyer, market(chain), "cancel", [cancelled.order, cancelled.termsHash]);
  const lapsed = await post(chain, buyer, 4n, 500);
  const declined = await claim(lapsed, nodes[0]!);
  await send(nodes[0]!, market(chain), "decline", [lapsed.order, lapsed.termsHash, declined]);
  const left = await claim(lapsed, nodes[1]!);
  await chain.pass(501);
  await send(buyer, market(chain), "lapse", [lapsed.order, lapsed.termsHash]);
  await collect(chain, lapsed, [left]);
  const open = await post(chain, buyer, 5n);
  await claim(open, nodes[2]!);
  return { cancelled: cancelled.jobId, lapsed: lapsed.jobId, open: open.jobId };
}

type Job = Awaited<ReturnType<typeof post>>;
type Replica = Record<"node" | "provider" | "payee", Address> & Record<"commitment" | "key" | "receiptHash", Hex>;

async function post(chain: TestChain, buyer: Party, salt: bigint, patience = 5_000) {
  const { chainId, contracts } = chain.deployment;
  const { timestamp } = await chain.publicClient.getBlock();
  const order: ReplicaOrder = {
    ...{
      buyer: buyer.account.address,
      token: contracts.token,
      maxPay: 5n * DOLLAR,
      bond: DOLLAR,
      exposure: 6n * DOLLAR,
    },
    ...{ fixedPrice: DOLLAR, price: 2n * DOLLAR, replicas: 3, quorum: 2, claimBefore: Number(timestamp) + patience },
    ...{ runTime: RUN_TIME, revealTime: REVEAL_TIME, window: WINDOW, epoch: 0, salt },
  };
  const terms: ReplicaTerms = {
    ...{ manifestHash: keccak256("0x01"), resourceClass: shortName("cpu.v1"), resolver: contracts.replicaArbiter },
    ...{ verdictTime: 2_000, timeoutSplit: 5_000, policy: zeroAddress },
  };
  await send(buyer, market(chain), "post", [order, terms]);
  const domain = { chainId, address: contracts.replicaMarket };
  const jobId = replicaJobIdOf(domain, order, terms);
  const result = (output: Hex) => ({ outputHash: keccak256(output), outcome: 0, exitCode: 0, units: UNITS });
  return { ...{ chain, domain, order, terms, jobId, result }, termsHash: replicaTermsHashOf(terms) };
}

async function claim({ chain, order, terms }: Job, node: TestNode): Promise<Replica> {
  await send(node, market(chain), "claim", [order, terms]);
  const provider = node.provider.account.address;
  const nothing = { commitment: zeroHash, key: zeroHash, receiptHash: zeroHash };
  return { node: node.account.address, provider, payee: provider, ...nothing };
}

/** All claim; those that state an output commit to it and reveal it. */
async function run(chain: TestChain, job: Job, nodes: readonly TestNode[], outputs: readonly (Hex | undefined)[]) {
  const replicas: Replica[] = [];
  for (const node of nodes) replicas.push(await claim(job, node));
  const salt = keccak256("0x5a");
  for (const [index, output] of outputs.entries()) {
    if (!output) continue;
    const replica = replicas[index]!;
    const receipt = receiptOf(job, replica, output);
    const commitment = commitmentOf(job.domain, receipt, salt);
    await send(nodes[index]!, market(chain), "commit", [job.jobId, replica, commitment]);
    replicas[index] = { ...replica, commitment };
  }
  if (outputs.includes(undefined)) await chain.pass(RUN_TIME + 1);
  for (const [index, output] of outputs.entries()) {
    if (!output) continue;
    const replica = replicas[index]!;
    const receipt = receiptOf(job, replica, output);
    await send(nodes[index]!, market(chain), "reveal", [job.jobId, replica, salt, UNITS, receipt.details]);
    const receiptHash = hashTypedData(replicaReceiptTypedData(job.domain, receipt));
    replicas[index] = { ...replica, receiptHash, key: resultKeyOf(job.result(output)) };
  }
  // All who committed have revealed: the window is open from the next second on.
  await chain.pass(1);
  return replicas;
}

function receiptOf({ jobId, order, terms, result }: Job, { node, provider }: Replica, output: Hex) {
  const { outputHash, outcome, exitCode } = result(output);
  return {
    executionId: replicaExecutionIdOf(jobId, provider),
    node,
    units: UNITS,
    details: {
      ...{ contextKind: 0, contextId: jobId, buyer: order.buyer, sequence: 0n, manifestHash: terms.manifestHash },
      ...{ programHash: keccak256(toHex("program")), inputHash: zeroHash, outputHash, outcome, exitCode },
      ...{ unitKind: 0, unitSize: UNITS, fixedPrice: order.fixedPrice, price: order.price, amount: 3n * DOLLAR },
      ...{ token: order.token, startedAt: 1, endedAt: 2, energyMilliwattHours: 0n, attestationId: zeroHash },
    },
  };
}

async function collect(chain: TestChain, { order, termsHash }: Job, replicas: readonly Replica[]): Promise<void> {
  await send(await chain.party(), market(chain), "collect", [order, termsHash, replicas]);
}

function market({ deployment }: TestChain) {
  return { address: deployment.contracts.replicaMarket, abi: replicaMarketAbi };
}
