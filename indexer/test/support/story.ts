import { type Attestation, attestationTypedData } from "@computehive/protocol/attestation";
import { receiptTypedData, type Work, workOf } from "@computehive/protocol/receipt";
import { shortName } from "@computehive/protocol/short-name";
import { type Hex, zeroHash } from "viem";
import { raiseEpoch, withdraw } from "../../../packages/sdk/src/account/withdraw.ts";
import { ruleDispute } from "../../../packages/sdk/src/arbiter/rule-dispute.ts";
import { carryAttestation } from "../../../packages/sdk/src/attestations/attestations.ts";
import { drip } from "../../../packages/sdk/src/faucet.ts";
import {
  cancelJob,
  declineJob,
  disputeJob,
  expireJob,
  lapseJob,
  resolveByTimeout,
  settleCosigned,
  settleSilent,
} from "../../../packages/sdk/src/jobs/job-actions.ts";
import { readJob } from "../../../packages/sdk/src/jobs/read-job.ts";
import { claimSignedJob, proveEquivocation, signOrder } from "../../../packages/sdk/src/jobs/signed-job.ts";
import { rotateNode, setNodePaused, setNodePayee, setNodeProfile } from "../../../packages/sdk/src/nodes/nodes.ts";
import { cancelOffer, postOffer } from "../../../packages/sdk/src/offers/offers.ts";
import { cancelThaw, thawStake, withdrawStake } from "../../../packages/sdk/src/staking/stake.ts";
import { arbiterOf, type Party, type TestChain } from "../../../packages/sdk/test/support/chain.ts";
import {
  claimed,
  DOLLAR,
  fundedBuyer,
  live,
  posted,
  profileOf,
  receiptFor,
  stakedNode,
  submitted,
  type TestNode,
  testOrder,
} from "../../../packages/sdk/test/support/market.ts";

import { type ChannelStory, tellChannels } from "./channel-story.ts";

/** Who and what a told market consists of. */
export interface Story {
  readonly buyer: Party;
  readonly node: TestNode;
  /** A second provider's, which has done nothing yet. */
  readonly otherNode: TestNode;
  /** A third provider's node, under its second key, and its first one. */
  readonly rotated: { readonly node: Party; readonly before: TestNode };
  readonly offers: { readonly open: Hex; readonly cancelled: Hex };
  readonly jobs: Readonly<Record<Ending, Hex>>;
  /** Funded by the wallet, declined and taken back. */
  readonly walletJob: { readonly jobId: Hex; readonly buyer: Party };
  readonly channels: ChannelStory;
}

export const ENDINGS = [
  "open",
  "running",
  "submitted",
  "disputed",
  "cancelled",
  "lapsed",
  "settled-cosigned",
  "settled-silent",
  "settled-resolved",
  "settled-split",
  "refunded-silent",
  "refunded-resolved",
  "refunded-equivocation",
] as const;
export type Ending = (typeof ENDINGS)[number];

type Job = Awaited<ReturnType<typeof posted>>;

/** A market in which every kind of event happened, and a job is in every state. */
export async function tellStory(chain: TestChain): Promise<Story> {
  const channels = await tellChannels(chain);
  const buyer = await fundedBuyer(chain);
  const node = await stakedNode(chain);
  const otherNode = await stakedNode(chain);
  const offers = await tellOffers(chain, node);
  await tellStake(chain, otherNode);
  await setNodePayee(node.provider.client, { node: node.account.address, payee: node.provider.account.address });
  await setNodePaused(otherNode.provider.client, { node: otherNode.account.address, paused: true });
  const rotated = await tellRotation(chain);
  const jobs = {
    ...(await tellSettled(chain, buyer, node)),
    ...(await tellDisputed(chain, buyer, node)),
    ...(await tellUnpaid(chain, buyer, node)),
    "refunded-equivocation": await tellContradicted(chain, buyer, node),
    ...(await tellLive(chain, buyer, node)),
  };
  const walletJob = await tellWalletJob(chain, node);
  await withdraw(buyer.client, { amount: DOLLAR });
  return { buyer, node, otherNode, rotated, offers, jobs, walletJob, channels };
}

async function tellOffers(chain: TestChain, node: TestNode): Promise<Story["offers"]> {
  const { timestamp } = await chain.publicClient.getBlock();
  const offer = {
    provider: node.provider.account.address,
    node: node.account.address,
    token: chain.deployment.contracts.token,
    fixedPrice: DOLLAR / 2n,
    price: 2n * DOLLAR,
    unitKind: 0,
    exposureLimit: 100n * DOLLAR,
    resourceClass: shortName("cpu.v1"),
    validUntil: Number(timestamp) + 10_000_000,
    salt: 1n,
  };
  const open = await postOffer(node.provider.client, offer);
  const taken = { ...offer, price: 1n, salt: 2n ** 63n };
  const cancelled = await postOffer(node.provider.client, taken);
  await cancelOffer(node.provider.client, taken);
  return { open: open.offerId, cancelled: cancelled.offerId };
}

/** A paused node changes its profile and then its key. */
async function tellRotation(chain: TestChain): Promise<Story["rotated"]> {
  const before = await stakedNode(chain);
  const node = await chain.party();
  const { client } = before.provider;
  await carryAttestation(node.client, await attestationFor(chain, before));
  const moved = { ...profileOf(before.provider, before), region: shortName("eu-west"), endpoint: "https://moved" };
  await setNodePaused(client, { node: before.account.address, paused: true });
  await setNodeProfile(client, { profile: moved, nodeKey: before.account });
  const profile = { ...profileOf(before.provider, node), resourceClass: shortName("gpu.h200") };
  await rotateNode(client, { node: before.account.address, profile, nodeKey: node.account });
  return { node, before };
}

/** The node's provider vouches for it. */
async function attestationFor(chain: TestChain, { account, provider }: TestNode) {
  const issuedAt = Number((await chain.publicClient.getBlock()).timestamp);
  const attestation: Attestation = {
    attester: provider.account.address,
    node: account.address,
    evidenceHash: zeroHash,
    measurement: zeroHash,
    tcbLevel: 20_000,
    issuedAt,
    expiresAt: issuedAt + 86_400,
  };
  const domain = { chainId: chain.deployment.chainId, address: chain.deployment.contracts.attestations };
  const signature = await provider.account.signTypedData(attestationTypedData(domain, attestation));
  return { attestation, signature };
}

async function tellStake(chain: TestChain, { provider }: TestNode): Promise<void> {
  await thawStake(provider.client, 30n * DOLLAR);
  await cancelThaw(provider.client);
  await thawStake(provider.client, 20n * DOLLAR);
  await chain.pass(61);
  await withdrawStake(provider.client);
  await thawStake(provider.client, 10n * DOLLAR);
  await raiseEpoch(provider.client);
}

async function tellSettled(chain: TestChain, buyer: Party, node: TestNode) {
  const silent = await posted(chain, buyer);
  const shown = await submit(node, silent);
  await chain.pass(silent.order.window + 1);
  await settleSilent(node.client, { ...silent, ...shown });

  const refunded = await posted(chain, buyer, { onSilence: 1 });
  const unpaid = await submit(node, refunded);
  await chain.pass(refunded.order.window + 1);
  await settleSilent(buyer.client, { ...refunded, ...unpaid });

  const cosigned = await posted(chain, buyer);
  const running = live(await claimed(node, cosigned));
  const receipt = receiptFor(running);
  const nodeSignature = await node.account.signTypedData(receiptTypedData(node.client.marketDomain, receipt));
  const { execution } = running.current;
  await settleCosigned(buyer.client, { ...cosigned, execution, work: workOf(receipt), nodeSignature });
  return { "settled-silent": silent.jobId, "refunded-silent": refunded.jobId, "settled-cosigned": cosigned.jobId };
}

async function tellDisputed(chain: TestChain, buyer: Party, node: TestNode) {
  const upheld = await dispute(node, buyer, await posted(chain, buyer));
  await ruleDispute(arbiterOf(chain), { ...upheld, finding: "upheld", reason: "The result is right." });
  const wrong = await dispute(node, buyer, await posted(chain, buyer));
  await ruleDispute(arbiterOf(chain), { ...wrong, finding: "wrong", reason: "The result is wrong." });
  const split = await dispute(node, buyer, await posted(chain, buyer));
  await chain.pass(split.terms.verdictTime + 1);
  await resolveByTimeout(node.client, split);
  return { "settled-resolved": upheld.jobId, "refunded-resolved": wrong.jobId, "settled-split": split.jobId };
}

async function tellUnpaid(chain: TestChain, buyer: Party, node: TestNode) {
  const cancelled = await posted(chain, buyer);
  await cancelJob(buyer.client, cancelled);
  // Declined, then expired while it can be claimed again, then lapsed.
  const { timestamp } = await chain.publicClient.getBlock();
  const lapsed = await posted(chain, buyer, { claimBefore: Number(timestamp) + 1_000, runTime: 100 });
  const first = live(await claimed(node, lapsed));
  await declineJob(node.client, { jobId: lapsed.jobId, execution: first.current.execution });
  const second = live(await claimed(node, lapsed));
  await chain.pass(101);
  await expireJob(buyer.client, { ...lapsed, execution: second.current.execution });
  await chain.pass(1_000);
  await lapseJob(node.client, lapsed);
  return { cancelled: cancelled.jobId, lapsed: lapsed.jobId };
}

/** A signed order, paid from the account, whose node signs two receipts. */
async function tellContradicted(chain: TestChain, buyer: Party, node: TestNode): Promise<Hex> {
  const offering = await testOrder(chain, buyer);
  const { jobId } = await claimSignedJob(node.client, await signOrder(buyer.client, offering));
  const view = live(await readJob(node.client, jobId));
  const [one, other] = await Promise.all([
    signedWork(node, receiptFor(view)),
    signedWork(node, receiptFor(view, { units: 1n })),
  ]);
  await proveEquivocation(buyer.client, { ...offering, execution: view.current.execution, one, other });
  return jobId;
}

/** A signed order, paid from the wallet; and one that is cancelled before anybody takes it. */
async function tellWalletJob(chain: TestChain, node: TestNode): Promise<Story["walletJob"]> {
  const buyer = await chain.party();
  await drip(buyer.client);
  const offering = await testOrder(chain, buyer, { funding: 1 });
  const { jobId } = await claimSignedJob(node.client, await signOrder(buyer.client, offering));
  const { execution } = live(await readJob(node.client, jobId)).current;
  await declineJob(node.client, { jobId, execution });
  await cancelJob(buyer.client, offering);
  await cancelJob(buyer.client, await testOrder(chain, buyer, { funding: 1 }));
  return { jobId, buyer };
}

async function signedWork(node: TestNode, receipt: ReturnType<typeof receiptFor>) {
  const nodeSignature = await node.account.signTypedData(receiptTypedData(node.client.marketDomain, receipt));
  return { work: workOf(receipt), nodeSignature };
}

async function tellLive(chain: TestChain, buyer: Party, node: TestNode) {
  const disputed = await dispute(node, buyer, await posted(chain, buyer));
  const shown = await posted(chain, buyer);
  await submit(node, shown);
  const running = await posted(chain, buyer);
  await claimed(node, running);
  const open = await posted(chain, buyer);
  return { disputed: disputed.jobId, submitted: shown.jobId, running: running.jobId, open: open.jobId };
}

export async function submit(node: TestNode, job: Job): Promise<{ execution: Execution; work: Work }> {
  const running = await claimed(node, job);
  const receipt = receiptFor(running);
  const { execution } = live(await submitted(node, running, receipt)).current;
  return { execution, work: workOf(receipt) };
}

type Execution = ReturnType<typeof live>["current"]["execution"];

export type DisputedJob = Job & { execution: Execution; work: Work };

export async function dispute(node: TestNode, buyer: Party, job: Job): Promise<DisputedJob> {
  const shown = await submit(node, job);
  await disputeJob(buyer.client, { ...job, execution: shown.execution, complaint: "wrong" });
  const { execution } = live(await readJob(buyer.client, job.jobId)).current;
  return { ...job, execution, work: shown.work };
}
