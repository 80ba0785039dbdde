import { commitRevealRandomnessAbi, juryAbi } from "@computehive/protocol/contracts";
import type { Finding } from "@computehive/protocol/dispute";
import { firstChairOf, panelSizeOf } from "@computehive/protocol/jury-case";
import { type JuryParameters, LOCAL_JURY_PARAMETERS } from "@computehive/protocol/parameters";
import { type Address, type Hex, keccak256, toHex } from "viem";
import { withdraw } from "../../../packages/sdk/src/account/withdraw.ts";
import { postJob, resolveByTimeout } from "../../../packages/sdk/src/jobs/job-actions.ts";
import type { Party, TestChain } from "../../../packages/sdk/test/support/chain.ts";
import {
  DOLLAR,
  fundedBuyer,
  stakedNode,
  type TestNode,
  testOrder,
} from "../../../packages/sdk/test/support/market.ts";
import { allow, ask, funded, send } from "./parties.ts";
import { type DisputedJob, dispute } from "./story.ts";

/** Long enough for a slow machine: the story's own steps pass the time. */
export const PATIENT_JURY: JuryParameters = {
  ...LOCAL_JURY_PARAMETERS,
  ...{ drawTime: 600, commitTime: 300, revealTime: 300, appealTime: 300, thawTime: 6_000 },
  randomness: { form: "commit-reveal", deposit: 2n * DOLLAR, commitTime: 100, revealTime: 100 },
};
const VERDICT_TIME = 6_000;
const SEATS_EACH = 3;
const JURORS = 6;

export interface JuryStory {
  readonly buyer: Party;
  readonly node: TestNode;
  readonly jurors: readonly Party[];
  readonly cases: Readonly<Record<"upheld" | "wrong" | "lapsed" | "live", Hex>>;
}

/** A jury of which money was drawn, kept and paid in every way. */
export async function tellJury(chain: TestChain): Promise<JuryStory> {
  const { jury, randomness } = chain.deployment.contracts;
  const buyer = await fundedBuyer(chain);
  await allow(buyer, jury!, 100n * DOLLAR);
  const node = await stakedNode(chain);
  const jurors: Party[] = [];
  for (let i = 0; i < JURORS; i++) jurors.push(await funded(chain, 100n * DOLLAR, [jury!, randomness!]));
  for (const juror of jurors) {
    for (let i = 0; i < SEATS_EACH; i++) await send(juror, juryOf(chain), "buySeat", [0]);
  }
  await chain.pass(PATIENT_JURY.seasonTime + 1);
  const court = { chain, buyer, node, jurors };
  const upheld = await tellUpheld(court);
  const wrong = await tellWrong(court);
  const lapsed = await tellLapsed(court);
  const live = await disputed(court);
  await openCase(court, live);
  await tellLeaving(court);
  return { buyer, node, jurors, cases: { upheld, wrong, lapsed, live: live.jobId } };
}

interface Court extends Pick<JuryStory, "buyer" | "node" | "jurors"> {
  readonly chain: TestChain;
}

/** Appealed in vain: of seven, one contradicts and one is absent. */
async function tellUpheld(court: Court): Promise<Hex> {
  const job = await disputed(court);
  await openCase(court, job);
  await drawPanel(court, job);
  await deliberate(court, job, { round: 0, findings: ["upheld", "upheld", "wrong"] });
  await send(court.buyer, juryOf(court.chain), "appeal", [job.jobId, 0]);
  await drawPanel(court, job);
  const findings = [...Array<Finding>(5).fill("upheld"), "wrong", undefined] as const;
  await deliberate(court, job, { round: 1, findings });
  await decide(court, job, 1);
  return job.jobId;
}

/** The fee comes out of the stake. */
async function tellWrong(court: Court): Promise<Hex> {
  const job = await disputed(court);
  await openCase(court, job);
  await drawPanel(court, job);
  await deliberate(court, job, { round: 0, findings: ["wrong", "wrong", "wrong"] });
  await decide(court, job, 0);
  return job.jobId;
}

/** An appeal whose panel is never drawn, and a verdict that nobody carries: the appeal's price returns. */
async function tellLapsed(court: Court): Promise<Hex> {
  const { chain, buyer } = court;
  const job = await disputed(court);
  await openCase(court, job);
  await drawPanel(court, job);
  await deliberate(court, job, { round: 0, findings: ["upheld", "upheld", "upheld"] });
  await send(buyer, juryOf(chain), "appeal", [job.jobId, 0]);
  await chain.pass(VERDICT_TIME + 1);
  await resolveByTimeout(buyer.client, job);
  await send(buyer, juryOf(chain), "lapse", [job.jobId]);
  await release(court, job.jobId, 0);
  return job.jobId;
}

/** The first juror takes everything out, the last one its seats. */
async function tellLeaving({ chain, jurors }: Court): Promise<void> {
  await withdraw(jurors[0]!.client, { amount: "all" });
  const last = jurors.at(-1)!;
  const seats = await seatsOf(chain, last);
  for (const { seat, inPool } of seats) if (inPool) await send(last, juryOf(chain), "giveUpSeat", [seat]);
  await chain.pass(PATIENT_JURY.thawTime + 1);
  for (const { seat } of seats) await send(last, juryOf(chain), "withdrawSeat", [seat]);
  await withdraw(last.client, { amount: "all" });
}

async function disputed({ chain, buyer, node }: Court): Promise<DisputedJob> {
  const { order, terms } = await testOrder(chain, buyer, { salt: salts++ });
  const ours = { ...terms, resolver: chain.deployment.contracts.jury!, verdictTime: VERDICT_TIME };
  const { jobId } = await postJob(buyer.client, { order, terms: ours });
  return dispute(node, buyer, { jobId, order, terms: ours });
}

let salts = 1_000n;

async function openCase({ chain, buyer }: Court, { order, terms, execution }: DisputedJob): Promise<void> {
  await send(buyer, juryOf(chain), "open", [order, terms, execution]);
}

/** One secret is revealed; the other one's deposit stays. */
async function drawPanel({ chain, jurors }: Court, { jobId }: DisputedJob): Promise<void> {
  const randomness = { address: chain.deployment.contracts.randomness!, abi: commitRevealRandomnessAbi };
  const { ticket } = await ask<{ ticket: bigint }>(chain, juryOf(chain), "caseOf", [jobId]);
  const secret = keccak256(toHex(ticket));
  for (const party of jurors.slice(0, 2)) {
    const args = [ticket, party.account.address, secret];
    const commitment = await ask<Hex>(chain, randomness, "secretCommitment", args);
    await send(party, randomness, "commit", [ticket, commitment, 0]);
  }
  await chain.pass(101);
  await send(jurors[0]!, randomness, "reveal", [ticket, secret]);
  await chain.pass(101);
  await send(jurors[0]!, juryOf(chain), "draw", [jobId]);
}

/** Those who find something commit to it and show it; the round is over then. */
async function deliberate(
  { chain, jurors }: Court,
  { jobId }: DisputedJob,
  { round, findings }: { round: number; findings: readonly (Finding | undefined)[] },
): Promise<void> {
  const salt = keccak256("0x5a");
  const steps: { chair: number; juror: Party; said: readonly [boolean, boolean] }[] = [];
  for (const [index, finding] of findings.entries()) {
    const chair = firstChairOf(round) + index;
    const juror = await jurorIn(chain, jurors, { jobId, chair });
    if (finding) steps.push({ chair, juror, said: [finding !== "not-delivered", finding === "upheld"] });
  }
  type Deadlines = Record<"drawBy" | "commitBy" | "revealBy", number>;
  const { drawBy, commitBy, revealBy } = await ask<Deadlines>(chain, juryOf(chain), "caseOf", [jobId]);
  await passTo(chain, drawBy + 1);
  for (const { chair, juror, said } of steps) {
    const args = [jobId, chair, juror.account.address, ...said, salt];
    const commitment = await ask<Hex>(chain, juryOf(chain), "findingCommitment", args);
    await send(juror, juryOf(chain), "commit", [jobId, chair, commitment]);
  }
  await passTo(chain, commitBy + 1);
  for (const { chair, juror, said } of steps) {
    await send(juror, juryOf(chain), "reveal", [jobId, chair, ...said, salt]);
  }
  await passTo(chain, revealBy + 1);
}

/** Carries the verdict when nobody can appeal any more, and releases every chair. */
async function decide(court: Court, job: DisputedJob, round: number): Promise<void> {
  const { chain, buyer } = court;
  await chain.pass(PATIENT_JURY.appealTime + 1);
  await send(buyer, juryOf(chain), "decide", [job.order, job.terms, job.execution, job.work]);
  await release(court, job.jobId, round);
}

async function release({ chain, buyer }: Court, jobId: Hex, lastRound: number): Promise<void> {
  const chairs = firstChairOf(lastRound) + panelSizeOf(lastRound);
  for (let chair = 0; chair < chairs; chair++) await send(buyer, juryOf(chain), "release", [jobId, chair]);
}

async function jurorIn(chain: TestChain, jurors: readonly Party[], { jobId, chair }: { jobId: Hex; chair: number }) {
  const { seat } = await ask<{ seat: bigint }>(chain, juryOf(chain), "chairOf", [jobId, chair]);
  const { owner } = await ask<{ owner: Address }>(chain, juryOf(chain), "seatOf", [seat]);
  return jurors.find(({ account }) => account.address === owner)!;
}

async function seatsOf(chain: TestChain, { account }: Party) {
  const seats = [];
  for (let seat = 1n; seat <= BigInt(JURORS * SEATS_EACH); seat++) {
    const found = await ask<{ owner: Address; inPool: boolean }>(chain, juryOf(chain), "seatOf", [seat]);
    if (found.owner === account.address) seats.push({ seat, inPool: found.inPool });
  }
  return seats;
}

async function passTo(chain: TestChain, second: number): Promise<void> {
  const { timestamp } = await chain.publicClient.getBlock();
  await chain.pass(Math.max(1, second - Number(timestamp)));
}

export function juryOf({ deployment }: TestChain) {
  return { address: deployment.contracts.jury!, abi: juryAbi };
}
