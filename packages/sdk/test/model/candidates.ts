import type { Action, ActionKind, BroughtRecord, Step } from "./action.ts";
import type { Dice } from "./dice.ts";
import { runOf } from "./execution-rules.ts";
import { refusalsOf } from "./model.ts";
import { ACTORS, type Actor, BUYERS, type Job, NODES, type Order, PROVIDERS, type World } from "./world.ts";

const DOLLAR = 1_000_000n;
const FAR = 2 ** 40 - 1;
const TRIES = 40;

/** A call that is allowed, if one is found in some tries and `willing`; else whatever comes first. */
export function chooseStep(world: World, dice: Dice, { now, willing }: { now: number; willing: boolean }): Step {
  const first = candidate(world, dice, now);
  if (!willing) return first;
  for (let step = first, tries = 0; tries < TRIES; step = candidate(world, dice, now), tries++) {
    if (refusalsOf(world, step).length === 0) return step;
  }
  return first;
}

function candidate(world: World, dice: Dice, now: number): Step {
  const job = someJob(world, dice);
  const kind = job && dice.chance(85) ? someKind(dice, job) : dice.oneOf(MONEY_KINDS);
  const second = dice.chance(kind in LATE ? 80 : 20)
    ? timeAround(clocksOf(kind, world, dice, job), dice, now)
    : now + 1;
  const action = actionOf(kind, world, dice, second, job);
  return { action, by: dice.chance(80) ? rightful(world, action, dice, job) : dice.oneOf(ACTORS), now: second };
}

/** Mostly one that lives. */
function someJob(world: World, dice: Dice): Job | undefined {
  const jobs = [...world.jobs.values()];
  const live = jobs.filter(({ state }) => state in NEXT_KINDS);
  if (live.length > 0 && dice.chance(85)) return dice.oneOf(live);
  return jobs.length > 0 && dice.chance(50) ? dice.oneOf(jobs) : undefined;
}

/** Mostly what usually follows, at times anything. */
function someKind(dice: Dice, { state }: Job): ActionKind {
  const next = dice.chance(80) ? NEXT_KINDS[state as keyof typeof NEXT_KINDS] : undefined;
  return dice.oneOf<ActionKind>(next ?? JOB_KINDS);
}

/** What waits for a clock. */
const LATE = { settleSilent: true, expire: true, resolveByTimeout: true, lapse: true, withdrawStake: true } as const;

/** The last second before, of, or after one of `clocks`. */
function timeAround(clocks: readonly number[], dice: Dice, now: number): number {
  return Math.max(now + 1, dice.oneOf(clocks) + dice.oneOf([-1, 0, 1]));
}

/** The clocks that the documents name for the step. */
function clocksOf(kind: ActionKind, world: World, dice: Dice, job: Job | undefined): number[] {
  if (!job) return [world.stakes[dice.oneOf(PROVIDERS)].thawedAt];
  const { order } = job;
  const { claimedAt, submitBy, submittedAt, disputedAt } = runOf(world, order.salt);
  const clocks: { [kind in ActionKind]?: number[] } = {
    claim: [order.claimBefore, order.exclusiveUntil],
    lapse: [order.claimBefore],
    decline: [claimedAt + world.parameters.declineTime, submitBy],
    submit: [submitBy],
    expire: [submitBy],
    settleSilent: [submittedAt + order.window],
    dispute: [submittedAt + order.window],
    disputeFor: [submittedAt + order.window],
    resolve: [disputedAt + order.verdictTime],
    resolveByTimeout: [disputedAt + order.verdictTime],
  };
  return clocks[kind] ?? [world.stakes[dice.oneOf(PROVIDERS)].thawedAt];
}

/** Whoever the documents name for the step; a clever thief is everybody's neighbour. */
function rightful(world: World, action: Action, dice: Dice, job: Job | undefined): Actor {
  const run = job && runOf(world, job.order.salt);
  switch (action.kind) {
    case "post":
      return action.order.buyer;
    case "cancel":
    case "dispute":
      return job!.order.buyer;
    case "claim":
    case "claimSigned":
      return dice.oneOf(NODES);
    case "decline":
    case "submit":
      return run!.node;
    case "resolve":
      return "resolver";
    case "addStake":
    case "thaw":
    case "cancelThaw":
    case "withdrawStake":
      return dice.oneOf(PROVIDERS);
    case "setPaused":
      return world.nodes[action.node].provider;
    case "draw":
    case "slash":
      return "thief";
    case "setOperator":
      return action.operator === "staking" ? dice.oneOf(PROVIDERS) : dice.oneOf(BUYERS);
    case "deposit":
      return action.owner;
    default:
      return dice.oneOf(ACTORS);
  }
}

const MONEY_KINDS = [
  "deposit",
  "withdraw",
  "move",
  "setOperator",
  "raiseEpoch",
  "draw",
  "addStake",
  "thaw",
  "cancelThaw",
  "withdrawStake",
  "setPaused",
  "slash",
  "post",
  "post",
  "post",
  "post",
  "post",
  "claimSigned",
  "claimSigned",
] as const satisfies readonly ActionKind[];

const NEXT_KINDS = {
  open: ["claim", "claim", "claim", "claim", "claim", "cancel", "cancelFor", "lapse"],
  running: ["submit", "submit", "submit", "submit", "decline", "expire", "expire", "settleCosigned"],
  submitted: ["settleSilent", "settleSilent", "dispute", "dispute", "disputeFor", "settleCosigned"],
  disputed: ["resolve", "resolve", "resolve", "resolve", "resolveByTimeout", "settleCosigned", "proveEquivocation"],
} as const satisfies { [state in Job["state"]]?: readonly ActionKind[] };

const JOB_KINDS = [
  "post",
  "claimSigned",
  "claim",
  "cancel",
  "cancelFor",
  "lapse",
  "decline",
  "submit",
  "expire",
  "settleCosigned",
  "settleSilent",
  "dispute",
  "disputeFor",
  "resolve",
  "resolveByTimeout",
  "proveEquivocation",
] as const satisfies readonly ActionKind[];

function actionOf(kind: ActionKind, world: World, dice: Dice, now: number, job: Job | undefined): Action {
  return job && kind in jobActions
    ? jobActions[kind as keyof typeof jobActions](world, dice, job)
    : moneyActions[kind as keyof typeof moneyActions](world, dice, now);
}

const moneyActions = {
  deposit: (_world, dice) => ({ kind: "deposit", owner: someOwner(dice), amount: amount(dice, 100) }),
  withdraw: (_world, dice) => ({ kind: "withdraw", amount: amount(dice, 50), to: dice.oneOf(ACTORS) }),
  move: (_world, dice) => ({ kind: "move", amount: amount(dice, 20), to: dice.oneOf(ACTORS) }),
  setOperator: (_world, dice, now) => ({
    kind: "setOperator",
    operator: dice.oneOf(["market", "staking"] as const),
    cap: dice.chance(80) ? 1_000n * DOLLAR : amount(dice, 10),
    expiry: dice.chance(80) ? FAR : now + dice.number(100),
  }),
  raiseEpoch: () => ({ kind: "raiseEpoch" }),
  draw: (_world, dice) => ({ kind: "draw", owner: dice.oneOf(ACTORS), amount: amount(dice, 10) }),
  addStake: (world, dice) => ({
    kind: "addStake",
    amount: amount(dice, 40),
    epoch: dice.chance(90) ? world.accounts[dice.oneOf(PROVIDERS)].epoch : 7,
  }),
  thaw(world, dice) {
    const { active, exposure } = world.stakes[dice.oneOf(PROVIDERS)];
    return { kind: "thaw", amount: dice.oneOf([amount(dice, 10), amount(dice, 10), active - exposure + 1n, active]) };
  },
  cancelThaw: () => ({ kind: "cancelThaw" }),
  withdrawStake: () => ({ kind: "withdrawStake" }),
  setPaused: (_world, dice) => ({ kind: "setPaused", node: dice.oneOf(NODES), paused: dice.chance(30) }),
  slash: (_world, dice) => ({ kind: "slash", provider: dice.oneOf(PROVIDERS), amount: amount(dice, 10) }),
  post: (world, dice, now) => ({ kind: "post", order: someOrder(world, dice, now) }),
  claimSigned: (world, dice, now) => {
    const order = someOrder(world, dice, now);
    return { kind: "claimSigned", order, signer: dice.chance(80) ? order.buyer : dice.oneOf(ACTORS) };
  },
} satisfies Record<string, (world: World, dice: Dice, now: number) => Action>;

const jobActions = {
  cancel: (_world, _dice, { order }) => ({ kind: "cancel", job: order.salt }),
  cancelFor: (_world, dice, { order }) => ({ kind: "cancelFor", job: order.salt, signer: signer(dice, order.buyer) }),
  lapse: (_world, _dice, { order }) => ({ kind: "lapse", job: order.salt }),
  claim: (_world, _dice, { order }) => ({ kind: "claim", job: order.salt }),
  decline: (_world, dice, { order }) => ({ kind: "decline", job: order.salt, record: record(dice) }),
  submit: (_world, dice, { order }) => ({ kind: "submit", job: order.salt, record: record(dice), units: units(dice) }),
  expire: (_world, dice, { order }) => ({ kind: "expire", job: order.salt, record: record(dice) }),
  settleCosigned: (world, dice, { order }) => ({
    kind: "settleCosigned",
    job: order.salt,
    record: record(dice),
    units: stated(world, dice, order),
    ...(dice.chance(60) && { nodeSigner: signer(dice, runOf(world, order.salt).node) }),
    ...(dice.chance(60) && { buyerSigner: signer(dice, order.buyer) }),
  }),
  settleSilent: (world, dice, { order }) => ({
    kind: "settleSilent",
    job: order.salt,
    record: record(dice),
    units: stated(world, dice, order),
  }),
  dispute: (_world, dice, { order }) => ({
    kind: "dispute",
    job: order.salt,
    record: record(dice),
    complaint: complaint(dice),
  }),
  disputeFor: (_world, dice, { order }) => ({
    kind: "disputeFor",
    job: order.salt,
    record: record(dice),
    complaint: complaint(dice),
    signer: signer(dice, order.buyer),
  }),
  resolve: (world, dice, { order }) => ({
    kind: "resolve",
    job: order.salt,
    record: record(dice),
    units: stated(world, dice, order),
    upheld: dice.chance(50),
    fee: dice.oneOf([0n, order.bond, order.bond + 1n, order.exposure, order.exposure + 1n, order.bond / 2n]),
  }),
  resolveByTimeout: (world, dice, { order }) => ({
    kind: "resolveByTimeout",
    job: order.salt,
    record: record(dice),
    units: stated(world, dice, order),
  }),
  proveEquivocation: (world, dice, { order }) => ({
    kind: "proveEquivocation",
    job: order.salt,
    record: record(dice),
    one: stated(world, dice, order),
    other: units(dice),
    signer: signer(dice, runOf(world, order.salt).node),
  }),
} satisfies Record<string, (world: World, dice: Dice, job: Job) => Action>;

/** Sums that fit and some that do not; times at the bounds and, now and then, beyond. */
function someOrder(world: World, dice: Dice, now: number): Order {
  if (world.jobs.size > 0 && dice.chance(5)) return dice.oneOf([...world.jobs.values()]).order;
  const { minimumWindow } = world.parameters;
  const maxPay = dice.chance(95) ? amount(dice, 5) : 0n;
  const buyer = dice.oneOf(BUYERS);
  return {
    salt: world.jobs.size + 1,
    buyer,
    maxPay,
    bond: dice.oneOf([0n, 1n, DOLLAR / 2n, 2n * DOLLAR]),
    fixedPrice: dice.oneOf([0n, 1n, DOLLAR / 10n]),
    price: dice.oneOf([0n, 3n, DOLLAR, DOLLAR + 1n]),
    unitKind: dice.number(3),
    exposure: dice.oneOf([maxPay, maxPay, maxPay + 7n, maxPay - 1n > 0n ? maxPay - 1n : 0n]),
    claimBefore: now + dice.oneOf([0, 1, 60, 400, 400, 400, 400, 30 * 86_400 + 1]),
    runTime: dice.oneOf([0, 1, 50, 50, 50, 50, 50]),
    window: dice.oneOf([minimumWindow - 1, minimumWindow, 40, 40, 40]),
    silencePays: dice.chance(70),
    epoch: dice.chance(90) ? world.accounts[buyer].epoch : 9,
    verdictTime: dice.oneOf([1, 30, 30, 30]),
    timeoutSplit: dice.oneOf([0, 3_333, 3_333, 5_000, 5_000, 10_000, 10_001]),
    ...(dice.chance(20) && { node: dice.oneOf(NODES) }),
    ...(dice.chance(20) && { provider: dice.oneOf(PROVIDERS) }),
    exclusiveUntil: dice.chance(30) ? now + dice.number(60) : 0,
  };
}

function amount(dice: Dice, dollars: number): bigint {
  return dice.chance(4) ? 0n : dice.chance(5) ? 20_000n * DOLLAR : BigInt(dice.number(dollars * 1_000_000)) + 1n;
}

function someOwner(dice: Dice): Actor {
  return dice.chance(80) ? dice.oneOf([...BUYERS, ...PROVIDERS]) : dice.oneOf(ACTORS);
}

function units(dice: Dice): bigint {
  return dice.oneOf([0n, 1n, 3_599n, 999_999n, 10n ** 12n, 15n * 10n ** 11n, 2n ** 128n - 1n]);
}

/** Mostly what the node submitted. */
function stated(world: World, dice: Dice, { salt }: Order): bigint {
  return (dice.chance(80) ? runOf(world, salt).units : undefined) ?? units(dice);
}

function signer(dice: Dice, expected: Actor): Actor {
  return dice.chance(80) ? expected : dice.oneOf(ACTORS);
}

function complaint(dice: Dice): number {
  return dice.chance(90) ? 1 + dice.number(2) : 0;
}

function record(dice: Dice): BroughtRecord {
  return dice.chance(92) ? "current" : "forged";
}
