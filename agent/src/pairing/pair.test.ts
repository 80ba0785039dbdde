import type { Pairing, PairingAnswer, PairingContent } from "@computehive/protocol/api/pairing";
import { shortName } from "@computehive/protocol/short-name";
import { zeroHash } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { type PairingFacts, pair } from "./pair.ts";
import { PairingFault } from "./pairing-fault.ts";
import type { PairingNews, PairPorts, Verdict } from "./ports.ts";

const node = privateKeyToAccount(`0x${"04".repeat(32)}`).address;
const provider = privateKeyToAccount(`0x${"05".repeat(32)}`).address;
const SIGNATURE = `0x${"ab".repeat(65)}` as const;
const facts: PairingFacts = {
  node,
  resourceClass: "cpu.v1",
  capacity: { slots: 1, memoryBytes: 1 },
  layers: [],
  agentVersion: "0.1.0",
};

describe("pair", () => {
  it("asks for nothing where the node is registered", async () => {
    const { run, world } = setup({ registered: provider });
    expect(await run()).toBe(provider);
    expect(world.opened).toEqual([]);
  });

  it("signs what its provider confirmed, and ends when the chain has it", async () => {
    const { run, world, kinds } = setup({
      script: [
        { state: "open" },
        { state: "claimed", provider },
        confirmed(),
        { state: "signed", provider },
        "registered",
      ],
    });
    expect(await run()).toBe(provider);
    expect(world.answers).toEqual([{ accept: true, nodeSignature: SIGNATURE }]);
    expect(kinds()).toEqual(["code", "claimed", "signed", "registered"]);
  });

  it.each<["expired" | "cancelled" | "forgotten", Partial<Pairing> | undefined]>([
    ["expired", { state: "expired" }],
    ["cancelled", { state: "cancelled" }],
    ["forgotten", undefined],
  ])("shows a new code when the pairing is %s", async (how, seen) => {
    const { run, world } = setup({ script: [seen, "registered"] });
    await run();
    expect(world.news[1]).toEqual({ kind: "ended", how });
    expect(world.opened.length).toBe(1);
  });

  it("refuses who is not wanted, and goes on with a new code", async () => {
    const { run, world, kinds } = setup({
      script: [confirmed(), { state: "refused", provider }, { state: "open" }, "registered"],
      verdict: { accept: false, reason: "Nobody knows them." },
    });
    await run();
    expect(world.answers).toEqual([{ accept: false, reason: "Nobody knows them." }]);
    expect(world.opened.length).toBe(2);
    expect(kinds()).toEqual(["code", "claimed", "refused", "code", "registered"]);
  });

  it.each([
    ["node", provider],
    ["provider", node],
    ["resourceClass", shortName("gpu.v1")],
  ])("never signs a profile with another %s, whoever is asked", async (field, value) => {
    const { run, world } = setup({ script: [confirmed({ [field]: value }), "registered"] });
    await run();
    expect(world.answers).toMatchObject([{ accept: false }]);
    expect(world.asked).toBe(0);
  });

  it("waits for a gateway that is away, and says so once", async () => {
    const { run, kinds } = setup({ script: ["away", "away", { state: "open" }, "registered"] });
    await run();
    expect(kinds()).toEqual(["code", "waiting", "registered"]);
  });

  it("ends with what the gateway refuses", async () => {
    const { run } = setup({ script: ["refused"] });
    await expect(run()).rejects.toThrow("The gateway refuses the pairing.");
  });

  it("gives its code up when it is stopped", async () => {
    const stop = new AbortController();
    const { run, world } = setup({ script: [{ state: "open" }], onWait: () => stop.abort() });
    await expect(run(stop.signal)).rejects.toThrow();
    expect(world.cancelled).toEqual(["pairing-1"]);
  });
});

type Scene = Partial<Pairing> | undefined | "registered" | "away" | "refused";

function confirmed(changes: Record<string, string> = {}): Partial<Pairing> {
  const profile = {
    provider,
    node,
    payee: provider,
    resourceClass: shortName("cpu.v1"),
    region: zeroHash,
    capabilityHash: zeroHash,
    tlsKeyHash: zeroHash,
    endpoint: "",
    ...changes,
  } as NonNullable<Pairing["profile"]>;
  return { state: "confirmed", provider, profile };
}

/** A gateway and a chain that play one scene at each look. */
function setup({
  script = [],
  registered,
  verdict = { accept: true },
  onWait = () => {},
}: {
  script?: Scene[];
  registered?: typeof provider;
  verdict?: Verdict;
  onWait?: () => void;
}) {
  const scenes = [...script];
  const world = {
    opened: [] as PairingContent[],
    answers: [] as PairingAnswer[],
    cancelled: [] as string[],
    news: [] as PairingNews[],
    asked: 0,
  };
  const ports: PairPorts = {
    readProvider: async () => (scenes[0] === "registered" ? provider : registered),
    gateway: {
      async open(content) {
        world.opened.push(content);
        return { id: `pairing-${world.opened.length}`, code: "ABCDEFGH", expiresAt: 600 };
      },
      async look(id) {
        const scene = scenes.shift();
        if (scene === "away" || scene === "refused")
          throw new PairingFault({ whom: "gateway", isTransient: scene === "away", cause: new Error("test") });
        return scene === undefined || scene === "registered" ? undefined : ({ id, ...scene } as Pairing);
      },
      answer: async (_id, answer) => void world.answers.push(answer),
      cancel: async (id) => void world.cancelled.push(id),
    },
    decide: async () => {
      world.asked += 1;
      return verdict;
    },
    signProfile: async () => SIGNATURE,
    tell: (news) => void world.news.push(news),
    clock: { now: () => 0 },
    wait: async () => onWait(),
  };
  return {
    world,
    run: (signal = new AbortController().signal) => pair({ facts, pollMs: 1, signal }, ports),
    kinds: () => world.news.map(({ kind }) => kind),
  };
}
