import { commitRevealRandomnessAbi, juryAbi } from "@computehive/protocol/contracts";
import { FINDINGS } from "@computehive/protocol/dispute";
import { accountResponseSchema } from "@computehive/protocol/indexer-api/account";
import { eventsResponseSchema } from "@computehive/protocol/indexer-api/event";
import { executionResponseSchema } from "@computehive/protocol/indexer-api/execution";
import { jobResponseSchema } from "@computehive/protocol/indexer-api/job";
import { juryCaseResponseSchema } from "@computehive/protocol/indexer-api/jury";
import { providerResponseSchema } from "@computehive/protocol/indexer-api/provider";
import { indexerRoutes as routes } from "@computehive/protocol/indexer-api/routes";
import { totalsResponseSchema } from "@computehive/protocol/indexer-api/totals";
import { CASE_STATES } from "@computehive/protocol/jury-case";
import type { Address, Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showAccount } from "../../packages/sdk/src/account/show-account.ts";
import { showStake } from "../../packages/sdk/src/staking/stake.ts";
import { arbiterOf, startTestChainWith } from "../../packages/sdk/test/support/chain.ts";
import { DOLLAR } from "../../packages/sdk/test/support/market.ts";
import type { TestIndexer } from "./support/indexer.ts";
import { type JuryStory, juryOf, PATIENT_JURY, tellJury } from "./support/jury-story.ts";
import { ask } from "./support/parties.ts";
import { type ReplicaStory, tellReplicas } from "./support/replica-story.ts";
import { startStack, type TestStack } from "./support/stack.ts";

let stack: TestStack;
let indexer: TestIndexer;
let court: JuryStory;
let market: ReplicaStory;

const lower = (address: Address) => address.toLowerCase() as Address;
const accountOf = (address: Address) => indexer.get(routes.account(address, { limit: 200 }), accountResponseSchema);
const caseOf = async (jobId: Hex) => (await indexer.get(routes.juryCase(jobId), juryCaseResponseSchema)).case;

beforeAll(async () => {
  stack = await startStack("postgres", { chain: await startTestChainWith({ jury: PATIENT_JURY }) });
  const starting = stack.index();
  market = await tellReplicas(stack.chain);
  court = await tellJury(stack.chain);
  indexer = await starting;
  await stack.caughtUp(indexer);
});
afterAll(() => stack?.stop());

describe("the contracts that hold money beside the market", () => {
  it("add up to what the chain says", async () => {
    const { differences } = await stack.compare(indexer);
    expect(differences).toEqual([]);
    const { events } = await indexer.get(routes.totals(), totalsResponseSchema);
    for (const name of ["replicaMarket.ReplicaEnded", "jury.SeatPenalised", "randomness.SecretRevealed"]) {
      expect(events[name], name).toBeGreaterThan(0);
    }
  });

  it("have in their own accounts what they say that they hold", async () => {
    const { jury, randomness } = stack.chain.deployment.contracts;
    const [staked, owed, kept] = await Promise.all(
      ["staked", "owed", "kept"].map((name) => ask<bigint>(stack.chain, juryOf(stack.chain), name, [])),
    );
    expect((await accountOf(jury!)).balances).toMatchObject([{ free: staked! + owed! + kept! }]);
    const abi = commitRevealRandomnessAbi;
    const unrevealed = await ask<bigint>(stack.chain, { address: randomness!, abi }, "unrevealed", []);
    expect(unrevealed).toBeGreaterThan(0n);
    expect((await accountOf(randomness!)).balances).toMatchObject([{ free: 2n * DOLLAR * unrevealed }]);
    expect((await accountOf(jury!)).movements).toEqual([]);
  });

  it("leave everybody's free money right, with a movement for every change", async () => {
    const parties = [court.buyer, court.node.provider, ...court.jurors, market.buyer];
    for (const party of [
      ...parties,
      ...market.nodes.map(({ provider }) => provider),
      { client: arbiterOf(stack.chain) },
    ]) {
      const address = party.client.walletClient!.account!.address;
      const { free } = await showAccount(party.client);
      const { balances, movements } = await accountOf(address);
      expect(balances[0]?.free, address).toBe(free);
      const sum = movements.reduce((s, { amount, direction }) => s + (direction === "in" ? amount : -amount), 0n);
      expect(sum, address).toBe(free);
      expect(movements.map(({ kind }) => kind)).not.toContain("unseen");
    }
  });

  it("can be read by a juror who took the earnings out", async () => {
    const { balances, movements } = await accountOf(court.jurors[0]!.account.address);
    expect(balances).toMatchObject([{ free: 0n }]);
    expect(new Set(movements.map(({ kind }) => kind))).toEqual(
      new Set(["deposited", "seat", "secret", "fee", "withdrawn"]),
    );
  });

  it("count the exposure of replicas, and what their slashes repay", async () => {
    for (const { provider } of market.nodes) {
      const stake = await showStake(provider.client, provider.account.address);
      const found = await indexer.get(routes.provider(provider.account.address), providerResponseSchema);
      expect(found.provider).toMatchObject({ active: stake.active, exposure: stake.exposure });
    }
    const [first, , third] = market.nodes;
    const slashed = await indexer.get(routes.provider(first!.provider.account.address), providerResponseSchema);
    expect(slashed.provider.fees).toBe(DOLLAR / 4n);
    const waiting = await indexer.get(routes.provider(third!.provider.account.address), providerResponseSchema);
    expect(waiting.provider.exposure).toBe(6n * DOLLAR);
    const { movements } = await accountOf(market.buyer.account.address);
    const ofRuled = movements.filter(({ jobId }) => jobId === market.jobs.ruled);
    expect(ofRuled.map(({ kind, direction, amount }) => [kind, direction, amount])).toEqual([
      ["refunded", "in", DOLLAR / 4n],
      ["refunded", "in", DOLLAR / 4n],
      ["refunded", "in", 12n * DOLLAR + DOLLAR / 2n],
      ["posted", "out", 16n * DOLLAR],
    ]);
  });
});

describe("a case of the jury", () => {
  it.each(["upheld", "wrong", "lapsed", "live"] as const)("that is %s agrees with the contract", async (name) => {
    const jobId = court.cases[name];
    const told = await caseOf(jobId);
    type Case = Record<"state" | "round" | "seats" | "verdictBy" | "finding" | "drawBy" | "revealBy", number> & {
      share: bigint;
      hasFinding: boolean;
    };
    const found = await ask<Case>(stack.chain, juryOf(stack.chain), "caseOf", [jobId]);
    const current = told.rounds[found.round];
    expect(told).toMatchObject({ state: CASE_STATES[found.state], seats: found.seats, verdictBy: found.verdictBy });
    expect(current).toMatchObject({ drawBy: found.drawBy, revealBy: found.revealBy });
    expect(told.rounds).toHaveLength(found.round + 1);
    // A lapsed case has no verdict, though a majority stood.
    if (name !== "lapsed") expect(told.standing).toBe(found.hasFinding ? FINDINGS[found.finding] : undefined);
    expect(told.verdict?.share ?? 0n).toBe(found.share);
    for (const { chair, seat, juror } of told.rounds.flatMap(({ chairs }) => chairs)) {
      const taken = await stack.chain.publicClient.readContract({
        ...{ address: stack.chain.deployment.contracts.jury!, abi: juryAbi, functionName: "chairOf" },
        args: [jobId, chair],
      });
      expect(seat).toBe(taken.seat);
      expect(court.jurors.map(({ account }) => lower(account.address))).toContain(juror);
    }
  });

  it("says who committed, what was revealed, and what it came to", async () => {
    const { rounds, verdict, fee } = await caseOf(court.cases.upheld);
    expect(rounds.map(({ chairs, majority }) => [chairs.length, majority])).toEqual([
      [3, "upheld"],
      [7, "upheld"],
    ]);
    expect(rounds[1]?.appeal).toEqual({ appellant: lower(court.buyer.account.address), price: (fee * 7n) / 3n });
    const said = rounds.flatMap(({ chairs }) => chairs.map(({ revealed }) => revealed?.finding));
    expect(said).toEqual([
      ...["upheld", "upheld", "wrong"],
      ...["upheld", "upheld", "upheld", "upheld", "upheld", "wrong", undefined],
    ]);
    const penalties = rounds.flatMap(({ chairs }) => chairs.map(({ released }) => released?.penalty));
    expect(penalties).toEqual([0n, 0n, DOLLAR, 0n, 0n, 0n, 0n, 0n, DOLLAR, 2n * DOLLAR]);
    const paid = rounds.flatMap(({ chairs }) => chairs.map(({ released }) => released?.paid ?? 0n));
    expect(paid.reduce((sum, share) => sum + share, 0n)).toBe(7n * verdict!.share);
    expect(rounds[1]?.chairs[6]).not.toHaveProperty("committed");
  });

  it("is the ruling of its execution, and its events are the jury's, not steps of the job", async () => {
    const jobId = court.cases.wrong;
    const { job, timeline } = await indexer.get(routes.job(jobId), jobResponseSchema);
    const { execution } = await indexer.get(routes.execution(job.executionId!), executionResponseSchema);
    expect(execution.ruling).toMatchObject({ finding: "wrong", reason: "" });
    expect(execution.settlement).toMatchObject({ kind: "resolved", amount: 0n, fee: DOLLAR / 2n });
    expect(timeline.map(({ event }) => event.contract)).not.toContain("jury");
    const { items } = await indexer.get(routes.events({ job: jobId, contract: "jury" }), eventsResponseSchema);
    expect(
      items
        .map(({ name }) => name)
        .reverse()
        .slice(0, 3),
    ).toEqual(["CaseOpened", "RoundStarted", "PanelDrawn"]);
  });

  it("is not found where nobody opened one", async () => {
    const response = await fetch(new URL(routes.juryCase(`0x${"12".repeat(32)}`), indexer.url));
    expect(response.status).toBe(404);
  });
});
