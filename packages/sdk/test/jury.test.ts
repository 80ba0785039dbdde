import { juryAbi } from "@computehive/protocol/contracts";
import type { Finding } from "@computehive/protocol/dispute";
import { findingCommitmentOf, type Promised } from "@computehive/protocol/jury-finding";
import { LOCAL_JURY_PARAMETERS } from "@computehive/protocol/parameters";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showAccount } from "../src/account/show-account.ts";
import { readJob } from "../src/jobs/read-job.ts";
import { CaseMovedOnError } from "../src/jury/appeal.ts";
import { appealCase, decideCase, lapseCase, promise, releaseChair, startNextRound } from "../src/jury/case-actions.ts";
import { juryOf } from "../src/jury/jury-requests.ts";
import { readCase, readPanels } from "../src/jury/read-case.ts";
import { buySeat, giveUpSeat, listSeats, readSeat, showJury, withdrawSeat } from "../src/jury/seats.ts";
import { proveSeed, readSeed } from "../src/randomness/header-seed.ts";
import { type Party, startTestChain, type TestChain } from "./support/chain.ts";
import { disputedBefore, type Juror, playRound, seatedJuror } from "./support/jury.ts";
import { live } from "./support/market.ts";

const { seatPrice, fee, thawTime, drawTime } = LOCAL_JURY_PARAMETERS;
let chain: TestChain;

beforeAll(async () => {
  chain = await startTestChain();
});
afterAll(() => chain.stop());

describe("a seat", () => {
  it("is bought with the account's money, given up, and comes home when it has thawed", async () => {
    const { client, account } = await seatedJuror(chain, 2);
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
    const { jurors, jobId, order, open } = await disputedBefore(chain, 3);
    expect(order.bond).toBe(fee);
    await open();
    const { ticket, state } = await readCase(jurors[0]!.client, jobId);
    expect(state).toBe("drawing");
    expect(await readSeed(jurors[0]!.client, ticket)).toBeUndefined();
    expect(await proveSeed(jurors[0]!.client, ticket)).toBeUndefined();
    await playRound(chain, jurors, jobId, () => "wrong");
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
    const { jurors, buyer, jobId, open } = await disputedBefore(chain, 25);
    await open();
    const findings: Finding[] = ["wrong", "upheld", "not-delivered"];
    await playRound(chain, jurors, jobId, (chair) => findings[chair]!);
    expect(await readCase(buyer.client, jobId)).toMatchObject({ state: "hung", finding: undefined });
    await startNextRound(buyer.client, jobId);
    await playRound(chain, jurors, jobId, () => "upheld");
    expect(await readCase(buyer.client, jobId)).toMatchObject({ state: "appealable", finding: "upheld", round: 1 });
    const before = (await showAccount(buyer.client)).free;
    await expect(appealCase(buyer.client, { jobId, round: 0 })).rejects.toThrow(CaseMovedOnError);
    await appealCase(buyer.client, { jobId, round: 1 });
    expect((await showAccount(buyer.client)).free).toBe(before - 5n * fee);
    await playRound(chain, jurors, jobId, () => "wrong");
    expect(await readCase(buyer.client, jobId)).toMatchObject({ state: "ruled", finding: "wrong", round: 2 });
    expect((await readPanels(buyer.client, await readCase(buyer.client, jobId))).map(({ length }) => length)).toEqual([
      3, 7, 15,
    ]);
    await decide(buyer.client, jobId);
    expect((await readJob(buyer.client, jobId)).state).toBe("refunded-resolved");
    await leave(jurors);
  }, 120_000);

  it("lapses where nobody draws", async () => {
    const { jurors, jobId, open } = await disputedBefore(chain, 3);
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
    const { client, account } = await seatedJuror(chain, 0);
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

async function decide(client: Party["client"], jobId: Hex): Promise<void> {
  const { order, terms, current } = live(await readJob(client, jobId));
  await decideCase(client, { order, terms, execution: current.execution, work: current.submission!.work });
}

/** So that the next test has a pool of its own. */
async function leave(jurors: readonly Juror[]): Promise<void> {
  for (const { client, seat } of jurors) if ((await readSeat(client, seat)).inPool) await giveUpSeat(client, seat);
}
