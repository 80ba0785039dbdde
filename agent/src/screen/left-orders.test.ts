import type { LeftOrdersResponse } from "@computehive/protocol/api/signed-order";
import { cidFromDigest } from "@computehive/protocol/cid";
import { manifestBytes, manifestHash, parseManifest } from "@computehive/protocol/manifest";
import { jobIdOf } from "@computehive/protocol/order";
import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import { openOrder, TEST_RESOLVER, TEST_TOKEN } from "../testing/orders.ts";
import type { WorkContext } from "../work/context.ts";
import { GatewayFault } from "../work/gateway-port.ts";
import { type Claimable, createClaimer } from "./claimer.ts";
import { createLeftOrders } from "./left-orders.ts";
import type { ScreenRules, ScreenSituation } from "./screen.ts";

const NODE: Hex = "0x00000000000000000000000000000000000000ee";
const DOMAIN = { chainId: 31_337, address: "0x0000000000000000000000000000000000000001" } as const;
const SIGNAL = new AbortController().signal;

describe("signed orders that a gateway shows", () => {
  it("are looked at some at a time, and all in turn", async () => {
    const shown = Array.from({ length: 450 }, (_, i) => left(BigInt(i)));
    const { context } = setup({ shown });
    const orders = createLeftOrders(context, { resourceClass: "cpu.v1", everyMs: 1_000 });
    orders.look(() => false, SIGNAL);
    await settled();
    const seen = new Set<Hex>();
    for (let look = 0; look < 3; look++) {
      const some = orders.look(() => false, SIGNAL);
      expect(some).toHaveLength(200);
      for (const { jobId } of some) seen.add(jobId);
    }
    expect(seen.size).toBe(450);
  });

  it("whose id is another's are not looked at", async () => {
    const { context } = setup({ shown: [{ ...left(1n), jobId: left(2n).jobId }] });
    const orders = createLeftOrders(context, { resourceClass: "cpu.v1", everyMs: 1_000 });
    orders.look(() => false, SIGNAL);
    await settled();
    expect(orders.look(() => false, SIGNAL)).toEqual([]);
  });
});

describe("what strangers sign for nothing", () => {
  it("is refused by its order before anything is fetched", async () => {
    const world = setup();
    await world.claimer.consider([left(1n, { price: 0n, fixedPrice: 0n })], situation(), SIGNAL);
    expect(world.fetched).toEqual([]);
    expect(world.claimer.decisions()).toMatchObject([
      { verdict: "refused", reasons: [{ reason: "unprofitable" }, {}] },
    ]);
  });

  it("does not keep the node waiting for a manifest, and is claimed when it is there", async () => {
    const world = setup({ hang: true });
    const order = left(1n);
    await world.claimer.consider([order], situation(), SIGNAL);
    expect([world.fetched, world.claims]).toEqual([[MANIFEST_CID], []]);
    world.answer();
    await settled();
    await world.claimer.consider([order], situation(), SIGNAL);
    expect(world.claims).toHaveLength(1);
  });

  it("is left alone for longer and longer where its manifest is not to be had", async () => {
    const world = setup({ missing: true });
    const order = left(1n);
    for (let second = 0; second < 60; second++) {
      await world.claimer.consider([order], situation(), SIGNAL);
      await settled();
      world.clock.at += 1_000;
    }
    expect(world.fetched.length).toBeLessThanOrEqual(6);
  });

  it("is tried a few times a look, and then less and less often, where it cannot be claimed", async () => {
    const world = setup({ impossible: true });
    const orders = Array.from({ length: 12 }, (_, i) => left(BigInt(i)));
    await world.claimer.consider(orders, situation(), SIGNAL);
    await settled();
    const tries: number[] = [];
    for (let second = 0; second < 60; second++) {
      const before = world.claims.length;
      await world.claimer.consider(orders, situation(), SIGNAL);
      tries.push(world.claims.length - before);
      world.clock.at += 1_000;
    }
    expect(Math.max(...tries)).toBe(5);
    // Twelve orders, each at about 0, 3, 9, 21 and 45 seconds.
    expect(world.claims.length).toBeLessThanOrEqual(12 * 5);
  });

  it("keeps no posted job from being claimed", async () => {
    const world = setup({ impossible: true });
    const orders = Array.from({ length: 12 }, (_, i) => left(BigInt(i)));
    await world.claimer.consider(orders, situation(), SIGNAL);
    await settled();
    world.setImpossible((jobs) => jobs > 5);
    const posted = withoutSignature(left(99n));
    await world.claimer.consider([...orders, posted], situation(), SIGNAL);
    expect(world.claimer.decisions()[0]).toMatchObject({ jobId: posted.jobId, verdict: "claimed" });
  });
});

describe("a gateway that does not answer", () => {
  it("keeps the node from claiming what it could not fetch, although it knows the manifest, and is asked once a look", async () => {
    const world = setup({ silent: true });
    const posted = [1n, 2n, 3n].map((salt) => withoutSignature(left(salt)));
    await world.claimer.consider(posted, situation(), SIGNAL);
    expect([world.claims, world.gateway.questions]).toEqual([[], 1]);
    expect(world.claimer.decisions()).toHaveLength(3);
    expect(world.claimer.decisions()[0]).toMatchObject({
      verdict: "refused",
      reasons: [{ reason: "gateway-unreachable" }],
    });
    world.gateway.isSilent = false;
    await world.claimer.consider(posted, situation(), SIGNAL);
    expect(world.claims).toHaveLength(3);
  });
});

const MANIFEST = parseManifest({
  version: 1,
  runtime: "wasm",
  program: cidFromDigest(`0x${"34".repeat(32)}`),
  args: [],
  env: {},
  inputs: [],
  limits: { fuel: "1000", memoryBytes: 65_536, wallSeconds: 60, outputBytes: 1_000 },
});
const MANIFEST_CID = cidFromDigest(manifestHash(MANIFEST));

type Left = Claimable & { readonly signature: Hex };

function left(salt: bigint, change: Parameters<typeof openOrder>[0] = {}): Left {
  const { order, terms } = openOrder({ salt, ...change }, { manifestHash: manifestHash(MANIFEST) });
  return { jobId: jobIdOf(DOMAIN, order, terms), order, terms, signature: "0x12", attempt: 0, attempts: [] };
}

function withoutSignature({ signature: _, ...posted }: Left): Claimable {
  return posted;
}

interface World {
  shown?: readonly Left[];
  /** Blobs come when the test says so. */
  hang?: boolean;
  missing?: boolean;
  impossible?: boolean;
  silent?: boolean;
}

function setup({ shown = [], hang = false, missing = false, impossible = false, silent = false }: World = {}) {
  const clock = { at: 1_000_000, now: () => clock.at };
  const fetched: string[] = [];
  const claims: string[] = [];
  let isImpossible = (_tries: number) => impossible;
  let tries = 0;
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const gateway = {
    isSilent: silent,
    questions: 0,
    async answers() {
      gateway.questions += 1;
      return !gateway.isSilent;
    },
    async leftOrders({ after, limit = 100 }: { after?: Hex; limit?: number }): Promise<LeftOrdersResponse> {
      const from = after === undefined ? 0 : shown.findIndex(({ jobId }) => jobId === after) + 1;
      const page = shown.slice(from, from + limit);
      const next = from + limit < shown.length ? page.at(-1)?.jobId : undefined;
      const orders = page.map(({ jobId, order, terms, signature }) => ({
        ...{ jobId, order, terms, signature },
        ...{ leftAt: 1, standing: "waiting" as const },
      }));
      return { orders, ...(next && { next }) };
    },
    async getBlob(cid: string) {
      fetched.push(cid);
      if (hang) await answered;
      if (missing) throw new GatewayFault({ kind: "missing", doing: "fetch" });
      return manifestBytes(MANIFEST);
    },
  };
  const unread = () => undefined;
  const context = {
    gateway,
    clock,
    domain: DOMAIN,
    node: NODE,
    log: { debug: unread, info: unread, warn: unread, error: unread },
    ledger: { transactions: { of: () => [] } },
    deployment: { contracts: { market: DOMAIN.address } },
    sender: {
      async request({ subject }: { subject: string }) {
        claims.push(subject);
        tries += 1;
        return isImpossible(tries) ? { kind: "impossible", error: "Escrow_TransferFailed" } : { kind: "requested" };
      },
    },
  } as unknown as WorkContext;
  return {
    context,
    clock,
    gateway,
    fetched,
    claims,
    answer: () => answer(),
    setImpossible(rule: (tries: number) => boolean) {
      tries = 0;
      isImpossible = (count) => !rule(count);
    },
    claimer: createClaimer(context, rules()),
  };
}

/** Lets what was begun in the background end. */
async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

function rules(): ScreenRules {
  return {
    resourceClass: "cpu.v1",
    region: undefined,
    token: TEST_TOKEN,
    resolvers: [TEST_RESOLVER],
    policies: [],
    refusedBuyers: [],
    exposure: 10n ** 9n,
    minimumBond: 0n,
    windowSeconds: 600,
    minimumWindow: 1,
    verdictSeconds: 600,
    minimumVerdictSeconds: 0,
    timeoutSplit: 0,
    jury: undefined,
    refundOnSilence: false,
    slackSeconds: 0,
    minimumProfit: 0n,
    limits: { memoryBytes: 1 << 30, wallSeconds: 600, outputBytes: 1 << 20, inputBytes: 1 << 20, fuel: 10n ** 15n },
  };
}

function situation(): ScreenSituation {
  return {
    node: NODE,
    provider: NODE,
    now: 1_000,
    state: "ready",
    registered: true,
    freeSlots: 100,
    freeMemoryBytes: 1 << 30,
    freeDiskBytes: 1 << 30,
    freeStake: 10n ** 12n,
    jurySeats: 0n,
    gasMoneyEnough: true,
    floor: { fixedPrice: 1n, price: 1n },
    gasCost: 0n,
  };
}
