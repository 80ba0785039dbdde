import type { Finding } from "@computehive/protocol/dispute";
import type { Hex } from "viem";
import { deposit } from "../../src/account/deposit.ts";
import { ensureOperator } from "../../src/account/operators.ts";
import { drip } from "../../src/faucet.ts";
import { buildOrder } from "../../src/job-builder.ts";
import { disputeJob, postJob } from "../../src/jobs/job-actions.ts";
import { readJob } from "../../src/jobs/read-job.ts";
import { commitFinding, drawPanel, openCase, promise, revealFinding } from "../../src/jury/case-actions.ts";
import { juryOf } from "../../src/jury/jury-requests.ts";
import { readCase, readPanels } from "../../src/jury/read-case.ts";
import { buySeat } from "../../src/jury/seats.ts";
import { proveSeed } from "../../src/randomness/header-seed.ts";
import type { Party, TestChain } from "./chain.ts";
import { claimed, DOLLAR, fundedBuyer, live, receiptFor, stakedNode, submitted, testManifest } from "./market.ts";

export interface Juror extends Party {
  readonly seat: bigint;
}

/** A party whose account covers so many seats, and that allows the jury to draw them. */
export async function seatedJuror(chain: TestChain, seats: number): Promise<Party> {
  const party = await chain.party();
  const amount = BigInt(chain.deployment.parameters.jury!.seatPrice) * BigInt(Math.max(seats, 1));
  await drip(party.client);
  await deposit(party.client, amount);
  await ensureOperator(party.client, { operator: "jury", amount, seconds: 1_000_000 });
  return party;
}

/** Jurors with a seasoned seat each, and a job that its buyer disputes before them. */
export async function disputedBefore(chain: TestChain, seats: number) {
  const jurors: Juror[] = [];
  for (let i = 0; i < seats; i++) {
    const party = await seatedJuror(chain, 1);
    jurors.push({ ...party, seat: (await buySeat(party.client)).seat });
  }
  await chain.pass(chain.deployment.parameters.jury!.seasonTime + 1);
  const buyer = await fundedBuyer(chain);
  const node = await stakedNode(chain);
  const { timestamp } = await chain.publicClient.getBlock();
  const { order, terms } = buildOrder({
    deployment: chain.deployment,
    buyer: buyer.account.address,
    epoch: 0,
    now: Number(timestamp),
    manifest: testManifest(),
    resourceClass: "cpu.v1",
    resolver: juryOf(chain.deployment),
    pricing: { unitKind: "fuel", fixedPrice: DOLLAR, price: 2n * DOLLAR },
  });
  const { jobId } = await postJob(buyer.client, { order, terms });
  const running = await claimed(node, { jobId, order, terms });
  const done = await submitted(node, running, receiptFor(running));
  const { execution } = live(done).current;
  await disputeJob(buyer.client, { order, terms, execution, complaint: "wrong" });
  const open = async () => {
    const { current } = live(await readJob(buyer.client, jobId));
    await openCase(jurors[0]!.client, { order, terms, execution: current.execution });
  };
  return { jurors, buyer, jobId, order, open };
}

/** Draws the panel, and lets its jurors commit to what `find` says of their chairs, and show it; the reveal time is over then. */
export async function playRound(
  chain: TestChain,
  jurors: readonly Juror[],
  jobId: Hex,
  find: (chair: number) => Finding,
): Promise<void> {
  const { client } = jurors[0]!;
  const { ticket } = await readCase(client, jobId);
  await chain.testClient.mine({ blocks: 3 });
  await proveSeed(client, ticket);
  await drawPanel(client, jobId);
  await hearPanel(chain, jurors, jobId, find);
}

/** The same of a panel that is drawn. */
export async function hearPanel(
  chain: TestChain,
  jurors: readonly Juror[],
  jobId: Hex,
  find: (chair: number) => Finding,
): Promise<void> {
  const { client } = jurors[0]!;
  const view = await readCase(client, jobId);
  const panel = (await readPanels(client, view))[view.round]!;
  const promises = [];
  for (const { chair, seat } of panel) {
    const own = jurors.find((one) => one.seat === seat)!;
    const finding = find(chair);
    const answers = { delivered: finding !== "not-delivered", correct: finding === "upheld" };
    const promised = promise(own.client, { jobId, chair, ...answers });
    await commitFinding(own.client, promised);
    promises.push({ client: own.client, ...promised });
  }
  await reach(chain, view.commitBy + 1);
  for (const { client: own, ...promised } of promises) await revealFinding(own, promised);
  await reach(chain, view.revealBy + 1);
}

/** Mines a block of that time. */
async function reach({ testClient }: TestChain, timestamp: number): Promise<void> {
  await testClient.setNextBlockTimestamp({ timestamp: BigInt(timestamp) });
  await testClient.mine({ blocks: 1 });
}
