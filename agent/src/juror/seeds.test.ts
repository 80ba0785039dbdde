import type { Deployment } from "@computehive/protocol/contracts";
import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import { openMemoryJurorLedger } from "../adapters/sqlite/open-ledger.ts";
import type { TransactionRow } from "../ledger/ledger.ts";
import type { JurorChain } from "./chain-port.ts";
import { createHeaderSeeds, createSecretSeeds, type SeedPorts } from "./seeds.ts";

const ACCOUNT = "0x00000000000000000000000000000000000000aa";
const RANDOMNESS = "0x00000000000000000000000000000000000000bb";

describe("a seed of a header", () => {
  it("is brought by whoever has the block", async () => {
    const { ports } = setup();
    const seeds = createHeaderSeeds(ports);
    expect(seeds.isForOne).toBe(true);
    expect(await seeds.dueFor(9n)).toMatchObject({ action: "prove", to: RANDOMNESS });
    expect(await seeds.dueFor(10n)).toBeUndefined();
    expect(await seeds.begun()).toEqual([]);
  });
});

describe("a seed of secrets", () => {
  it("has its secret written down before it is promised, and promises one alone", async () => {
    const { ports, ledger } = setup();
    const seeds = createSecretSeeds(ports);
    expect(seeds.isForOne).toBe(false);
    const first = await seeds.dueFor(9n);
    expect(first).toMatchObject({ action: "commitSecret", to: RANDOMNESS });
    expect(ledger.secrets.all()).toHaveLength(1);
    expect(await createSecretSeeds(ports).dueFor(9n), "after a restart").toEqual(first);
    expect(() => ledger.secrets.add(9n, `0x${"11".repeat(32)}`)).toThrow(/UNIQUE/);
  });

  it("is not begun when its commit time is over", async () => {
    const { ports, clock, ledger } = setup();
    clock.time = 101_000;
    expect(await createSecretSeeds(ports).dueFor(9n)).toBeUndefined();
    expect(ledger.secrets.all()).toEqual([]);
  });

  it("is shown in its time, if it was promised, whatever became of the case", async () => {
    const { ports, clock, status } = setup();
    const seeds = createSecretSeeds(ports);
    await seeds.dueFor(9n);
    clock.time = 150_000;
    expect(await seeds.begun()).toEqual([]);
    status.commitSecret = { succeeded: true };
    expect(await seeds.begun()).toMatchObject([{ action: "revealSecret", to: RANDOMNESS }]);
    clock.time = 100_000;
    expect(await seeds.begun()).toEqual([]);
    clock.time = 201_000;
    expect(await seeds.begun()).toEqual([]);
  });
});

function setup() {
  const clock = { time: 50_000, now: () => clock.time };
  const ledger = openMemoryJurorLedger();
  const status: Record<string, Partial<TransactionRow>> = {};
  const chain = {
    headerOf: async (ticket: bigint): Promise<Hex | undefined> => (ticket === 9n ? "0xaa" : undefined),
    secretRoundOf: async () => ({ commitBy: 100, revealBy: 200 }),
    epoch: async () => 3,
  } as Partial<JurorChain> as JurorChain;
  const deployment = {
    chainId: 1,
    genesisHash: `0x${"99".repeat(32)}`,
    contracts: { jury: ACCOUNT, randomness: RANDOMNESS },
  } as unknown as Deployment;
  const sender = { statusOf: (_: Hex, action: string) => status[action] as TransactionRow | undefined };
  const ports: SeedPorts = { chain, ledger, clock, deployment, sender, account: ACCOUNT };
  return { ports, ledger, clock, status };
}
