import type { JobState } from "@computehive/protocol/job-state";

/**
 * Everybody who acts. Buyers post, providers stake, nodes work, payees earn, a resolver decides, its collector takes the fee, and a
 * thief tries everybody's steps.
 */
export const ACTORS = [
  "ann",
  "bob",
  "provider-1",
  "provider-2",
  "node-1",
  "node-2",
  "payee-1",
  "payee-2",
  "resolver",
  "collector",
  "thief",
] as const;
export type Actor = (typeof ACTORS)[number];

export const BUYERS = ["ann", "bob"] as const satisfies readonly Actor[];
export const PROVIDERS = ["provider-1", "provider-2"] as const satisfies readonly Actor[];
export const NODES = ["node-1", "node-2"] as const satisfies readonly Actor[];

/** Whoever has an account in the escrow. */
export const HOLDERS = [...ACTORS, "market", "staking"] as const;
export type Holder = (typeof HOLDERS)[number];
export type Operator = "market" | "staking" | "thief";

export interface Account {
  free: bigint;
  epoch: number;
}

export interface Stake {
  active: bigint;
  exposure: bigint;
  thawing: bigint;
  thawedAt: number;
}

/** A buyer's order as the model needs it; what else an order has is the same for all. */
export interface Order {
  readonly salt: number;
  readonly buyer: Actor;
  readonly maxPay: bigint;
  readonly bond: bigint;
  readonly fixedPrice: bigint;
  readonly price: bigint;
  readonly unitKind: number;
  readonly exposure: bigint;
  readonly claimBefore: number;
  readonly runTime: number;
  readonly window: number;
  readonly silencePays: boolean;
  readonly epoch: number;
  readonly verdictTime: number;
  readonly timeoutSplit: number;
  /** Alone may claim until `exclusiveUntil`. */
  readonly node?: Actor;
  readonly provider?: Actor;
  readonly exclusiveUntil: number;
}

export interface Run {
  readonly node: Actor;
  readonly provider: Actor;
  readonly payee: Actor;
  readonly claimedAt: number;
  readonly submitBy: number;
  readonly submittedAt: number;
  readonly disputedAt: number;
  /** As the contract counts: 0 none, 1 wrong, 2 not delivered. */
  readonly complaint: number;
  /** What the node submitted. */
  readonly units: bigint | undefined;
}

export interface Job {
  readonly order: Order;
  state: JobState;
  attempt: number;
  /** The last execution, also when it is over. */
  run: Run | undefined;
}

export interface Parameters {
  readonly declineTime: number;
  readonly minimumWindow: number;
  readonly livenessPenalty: number;
  readonly thawTime: number;
}

export interface World {
  readonly parameters: Parameters;
  readonly accounts: Record<Holder, Account>;
  /** Tokens outside of the escrow. */
  readonly wallets: Record<Actor, bigint>;
  readonly allowances: Map<string, { cap: bigint; expiry: number }>;
  readonly stakes: Record<Actor, Stake>;
  readonly nodes: Record<
    (typeof NODES)[number],
    { provider: (typeof PROVIDERS)[number]; payee: Actor; paused: boolean }
  >;
  burned: bigint;
  /** By the salt of their orders. */
  readonly jobs: Map<number, Job>;
}

export function newWorld(parameters: Parameters, wallet: bigint): World {
  const of = <name extends string, value>(names: readonly name[], value: () => value) =>
    Object.fromEntries(names.map((name) => [name, value()])) as Record<name, value>;
  return {
    parameters,
    accounts: of(HOLDERS, () => ({ free: 0n, epoch: 0 })),
    wallets: of(ACTORS, () => wallet),
    allowances: new Map(),
    stakes: of(ACTORS, () => ({ active: 0n, exposure: 0n, thawing: 0n, thawedAt: 0 })),
    nodes: {
      "node-1": { provider: "provider-1", payee: "payee-1", paused: false },
      "node-2": { provider: "provider-2", payee: "payee-2", paused: false },
    },
    burned: 0n,
    jobs: new Map(),
  };
}

export function allowanceOf(world: World, owner: Actor, operator: Operator): { cap: bigint; expiry: number } {
  return world.allowances.get(`${owner} ${operator}`) ?? { cap: 0n, expiry: 0 };
}
