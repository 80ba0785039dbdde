import { juryAbi } from "@computehive/protocol/contracts";
import type { Finding } from "@computehive/protocol/dispute";
import { findingCommitmentOf, type Promised } from "@computehive/protocol/jury-finding";
import { LOCAL_JURY_PARAMETERS } from "@computehive/protocol/parameters";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deposit } from "../src/account/deposit.ts";
import { ensureOperator } from "../src/account/operators.ts";
import { showAccount } from "../src/account/show-account.ts";
import { drip } from "../src/faucet.ts";
import { buildOrder } from "../src/job-builder.ts";
import { disputeJob, postJob } from "../src/jobs/job-actions.ts";
import { readJob } from "../src/jobs/read-job.ts";
import {
  appealCase,
  commitFinding,
  decideCase,
  drawPanel,
  lapseCase,
  openCase,
  promise,
  releaseChair,
  revealFinding,
  startNextRound,
} from "../src/jury/case-actions.ts";
import { juryOf } from "../src/jury/jury-requests.ts";
import { readCase, readPanels } from "../src/jury/read-case.ts";
import { buySeat, giveUpSeat, listSeats, readSeat, showJury, withdrawSeat } from "../src/jury/seats.ts";
import { proveSeed, readSeed } from "../src/randomness/header-seed.ts";
import { type Party, startTestChain, type TestChain } from "./support/chain.ts";
import {
  claimed,
  DOLLAR,
  fundedBuyer,
  live,
  receiptFor,
  stakedNode,
  submitted,
  testManifest,
} from "./support/market.ts";

const { seatPrice, fee, seasonTime, thawTime, drawTime } = LOCAL_JURY_PARAMETERS;
let chain: TestChain;

beforeAll(async () => {
  chain = await startTestChain();
});
afterAll(() => chain.stop());

describe("a seat", () => {
  it("is bought with the account's money, given up, and comes home when it has thawed", async () => {
    const { client, account } = await juror(2);
    const before = (await showAccount(client)).free;
    const { seat, hash, receipt } = await buySeat(client);
    const other = await buySeat(client);
    // In the second of another purchase it writes a row less: an estimate made then is too little a second later.
    expect((await chain.publicClient.getTransaction({ hash })).gas).toBeGreaterThan(receipt.gasUsed + 60_000n);
    expect((await showAccount(client)).free).toBe(before - 2n * seatPrice);
    expect(await readSeat(client, seat)).toMatchObject({ owner: account.address, money: seatPrice, inPool: true });
    expect((await listSeats(client)).map((view) => view.seat)).toEqual([seat, other.seat]);
    await expect(withdrawSeat(client, seat)).rejects.toThrow(/still in the pool|give it up/i);
    await giveUpSeat(client, seat);
    await giveUpSeat(client, other.seat);
    await expect(withdrawSeat(client, seat)).rejects.toThrow(/thaw/i);
    await chain.pass(thawTime + 1);
    await withdrawSeat(client, seat);
    expect((await showAccount(client)).free).toBe(before - seatPrice);
    expect((await listSeats(client)).map((view) => view.seat)).toEqual([other.seat]);
    await withdrawSeat(client, other.seat);
    expect(await showJury(client)).toMatchObject({ seatPrice, fee, poolSize: 0n });
  });
});

describe("a case", () => {
  it("goes from the dispute to the pay, step by step", async () => {
    const { jurors, jobId, open } = await disputed(3);
    await open();
    const { ticket, state } = await readCase(jurors[0]!.client, jobId);
    expect(state).toBe("drawing");
    expect(await readSeed(jurors[0]!.client, ticket)).toBeUndefined();
    expect(await proveSeed(jurors[0]!.client, ticket)).toBeUndefined();
    await round(jurors, jobId, () => "wrong");
    const { client } = jurors[0]!;
    // Three seats are too few for another round: the majority is the verdict at once.
    expect(await readCase(client, jobId)).toMatchObject({ state: "ruled", finding: "wrong", round: 0 });
    await decide(client, jobId);
    const earned = await Promise.all(jurors.map(({ client: own }) => showAccount(own)));
    for (const { chair } of (await readPanels(client, await readCase(client, jobId))).flat())
      await releaseChair(client, { jobId, chair });
    const after = await Promise.all(jurors.map(({ client: own }) => showAccount(own)));
    expect(after.map(({ free }, i) => free - earned[i]!.free)).toEqual([fee / 3n, fee / 3n, fee / 3n]);
    expect((await readJob(client, jobId)).state).toBe("refunded-resolved");
    await leave(jurors);
  });

  it("goes into another round without a majority, and on appeal; the last majority decides", async () => {
    const { jurors, buyer, jobId, open } = await disputed(25);
    await open();
    const findings: Finding[] = ["wrong", "upheld", "not-delivered"];
    await round(jurors, jobId, (chair) => findings[chair]!);
    expect(await readCase(buyer.client, jobId)).toMatchObject({ state: "hung", finding: undefined });
    await startNextRound(buyer.client, jobId);
    await round(jurors, jobId, () => "upheld");
    expect(await readCase(buyer.client, jobId)).toMatchObject({ state: "appealable", finding: "upheld", round: 1 });
    await ensureOperator(buyer.client, { operator: "jury", amount: 100n * DOLLAR, seconds: 1_000 });
    await appealCase(buyer.client, jobId);
    await round(jurors, jobId, () => "wrong");
    expect(await readCase(buyer.client, jobId)).toMatchObject({ state: "ruled", finding: "wrong", round: 2 });
    expect((await readPanels(buyer.client, await readCase(buyer.client, jobId))).map(({ length }) => length)).toEqual([
      3, 7, 15,
    ]);
    await decide(buyer.client, jobId);
    expect((await readJob(buyer.client, jobId)).state).toBe("refunded-resolved");
    await leave(jurors);
  }, 120_000);

  it("lapses where nobody draws", async () => {
    const { jurors, jobId, open } = await disputed(3);
    const { client } = jurors[0]!;
    await open();
    await chain.pass(drawTime + 1);
    expect((await readCase(client, jobId)).state).toBe("failed");
    await lapseCase(client, jobId);
    expect((await readCase(client, jobId)).state).toBe("lapsed");
    await leave(jurors);
  });
});

describe("a promise", () => {
  it("is what the contract says it is", async () => {
    const { client, account } = await juror(0);
    const promised: Promised = {
      jobId: `0x${"ab".repeat(32)}`,
      chair: 7,
      juror: account.address,
      delivered: true,
      correct: false,
      salt: `0x${"cd".repeat(32)}`,
    };
    const jury = juryOf(chain.deployment);
    const { jobId, chair, delivered, correct, salt } = promised;
    const expected = await chain.publicClient.readContract({
      address: jury,
      abi: juryAbi,
      functionName: "findingCommitment",
      args: [jobId, chair, account.address, delivered, correct, salt],
    });
    expect(findingCommitmentOf({ chainId: chain.deployment.chainId, jury }, promised)).toBe(expected);
    expect(promise(client, { jobId, chair, delivered, correct }).salt).not.toBe(
      promise(client, { jobId, chair, delivered, correct }).salt,
    );
  });
});

interface Juror extends Party {
  readonly seat: bigint;
}

async function juror(seats: number): Promise<Party> {
  const party = await chain.party();
  const amount = seatPrice * BigInt(Math.max(seats, 1));
  await drip(party.client);
  await deposit(party.client, amount);
  await ensureOperator(party.client, { operator: "jury", amount, seconds: 1_000_000 });
  return party;
}

/** Jurors with a seasoned seat each, and a job that its buyer disputes before them. */
async function disputed(seats: number) {
  const jurors: Juror[] = [];
  for (let i = 0; i < seats; i++) {
    const party = await juror(1);
    jurors.push({ ...party, seat: (await buySeat(party.client)).seat });
  }
  await chain.pass(seasonTime + 1);
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
  expect(order.bond).toBe(fee);
  const { jobId } = await postJob(buyer.client, { order, terms });
  const running = await claimed(node, { jobId, order, terms });
  const done = await submitted(node, running, receiptFor(running));
  const { execution } = live(done).current;
  await disputeJob(buyer.client, { order, terms, execution, complaint: "wrong" });
  const open = async () => {
    const { current } = live(await readJob(buyer.client, jobId));
    await openCase(jurors[0]!.client, { order, terms, execution: current.execution });
  };
  return { jurors, buyer, jobId, open };
}

async function drawnAndPromised(jurors: readonly Juror[], jobId: Hex, find: (chair: number) => Finding) {
  const { client } = jurors[0]!;
  const { ticket, round: number } = await readCase(client, jobId);
  await chain.testClient.mine({ blocks: 3 });
  await proveSeed(client, ticket);
  await drawPanel(client, jobId);
  const panel = (await readPanels(client, await readCase(client, jobId)))[number]!;
  const promises = [];
  for (const { chair, seat } of panel) {
    const own = jurors.find((one) => one.seat === seat)!;
    const finding = find(chair);
    const promised = promise(own.client, {
      jobId,
      chair,
      delivered: finding !== "not-delivered",
      correct: finding === "upheld",
    });
    await commitFinding(own.client, promised);
    promises.push({ client: own.client, ...promised });
  }
  return promises;
}

async function round(jurors: readonly Juror[], jobId: Hex, find: (chair: number) => Finding): Promise<void> {
  const promises = await drawnAndPromised(jurors, jobId, find);
  const { client } = jurors[0]!;
  await reach((await readCase(client, jobId)).commitBy + 1);
  for (const { client: own, ...promised } of promises) await revealFinding(own, promised);
  await reach((await readCase(client, jobId)).revealBy + 1);
}

/** Mines a block of that time. */
async function reach(timestamp: number): Promise<void> {
  await chain.testClient.setNextBlockTimestamp({ timestamp: BigInt(timestamp) });
  await chain.testClient.mine({ blocks: 1 });
}

async function decide(client: Party["client"], jobId: Hex): Promise<void> {
  const { order, terms, current } = live(await readJob(client, jobId));
  await decideCase(client, { order, terms, execution: current.execution, work: current.submission!.work });
}

/** So that the next test has a pool of its own. */
async function leave(jurors: readonly Juror[]): Promise<void> {
  for (const { client, seat } of jurors) if ((await readSeat(client, seat)).inPool) await giveUpSeat(client, seat);
}
