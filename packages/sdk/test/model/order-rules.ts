import { draw, transfer, undrawable } from "./account-rules.ts";
import type { ActionKind } from "./action.ts";
import { type Rule, unmet } from "./rule.ts";
import { isNode, unexposable } from "./stake-rules.ts";
import type { Actor, Job, Order, World } from "./world.ts";

const LONGEST = 30 * 86_400;

/** An order until a node works on it. */
export const orderRules = {
  post: {
    refusals: (world, { order }, by, now) => [
      ...unmet({ Market_NotBuyer: by === order.buyer, Market_WrongState: !world.jobs.has(order.salt) }),
      ...unfundable(world, order, now),
    ],
    apply(world, { order }) {
      draw(world, order.buyer, "market", fundedBy(order));
      world.jobs.set(order.salt, { order, state: "open", attempt: 0, run: undefined });
    },
  },
  cancel: {
    refusals: (world, { job }, by) =>
      unmet({ Market_NotBuyer: by === jobOf(world, job).order.buyer, Market_WrongState: isIn(world, job, "open") }),
    apply: (world, { job }) => giveBack(world, jobOf(world, job), "cancelled"),
  },
  cancelFor: {
    refusals: (world, { job, signer }) =>
      unmet({
        Market_BuyerSignatureInvalid: signer === jobOf(world, job).order.buyer,
        Market_WrongState: isIn(world, job, "open"),
      }),
    apply: (world, { job }) => giveBack(world, jobOf(world, job), "cancelled"),
  },
  lapse: {
    refusals: (world, { job }, _by, now) =>
      unmet({
        Market_WrongState: isIn(world, job, "open"),
        Market_NotLapsed: now >= jobOf(world, job).order.claimBefore,
      }),
    apply: (world, { job }) => giveBack(world, jobOf(world, job), "lapsed"),
  },
  claim: {
    refusals: (world, { job }, by, now) => [
      ...unmet({ Market_WrongState: isIn(world, job, "open") }),
      ...unclaimable(world, jobOf(world, job).order, by, now),
    ],
    apply: (world, { job }, by, now) => take(world, jobOf(world, job), by, now),
  },
  claimSigned: {
    refusals: (world, { order, signer }, by, now) => [
      ...unmet({
        Market_WrongState: !world.jobs.has(order.salt),
        Market_BuyerSignatureInvalid: signer === order.buyer,
      }),
      ...unfundable(world, order, now),
      ...unclaimable(world, order, by, now),
    ],
    apply(world, { order }, by, now) {
      draw(world, order.buyer, "market", fundedBy(order));
      const job: Job = { order, state: "open", attempt: 0, run: undefined };
      world.jobs.set(order.salt, job);
      take(world, job, by, now);
    },
  },
} satisfies { [kind in ActionKind]?: Rule<kind> };

export function jobOf(world: World, salt: number): Job {
  const job = world.jobs.get(salt);
  if (!job) throw new Error(`No job has the salt ${salt}.`);
  return job;
}

export function isIn(world: World, salt: number, ...states: readonly Job["state"][]): boolean {
  return states.includes(jobOf(world, salt).state);
}

export function fundedBy({ maxPay, bond }: Order): bigint {
  return maxPay + bond;
}

export function giveBack(world: World, job: Job, state: "cancelled" | "lapsed"): void {
  job.state = state;
  transfer(world, "market", job.order.buyer, fundedBy(job.order));
}

function unfundable(world: World, order: Order, now: number): string[] {
  const { maxPay, fixedPrice, price, exposure, claimBefore, runTime, window, silencePays } = order;
  const { verdictTime, timeoutSplit, buyer, epoch } = order;
  const isWithin = (time: number, shortest: number) => time >= shortest && time <= LONGEST;
  const isValid =
    maxPay > 0n &&
    (fixedPrice > 0n || price > 0n) &&
    (!silencePays || exposure >= maxPay) &&
    now < claimBefore &&
    claimBefore <= now + LONGEST &&
    isWithin(runTime, 1) &&
    isWithin(window, world.parameters.minimumWindow) &&
    isWithin(verdictTime, 1) &&
    timeoutSplit <= 10_000;
  return [
    ...unmet({ Market_OrderInvalid: isValid }),
    ...undrawable(world, { owner: buyer, operator: "market", amount: fundedBy(order), epoch, now }),
  ];
}

function unclaimable(world: World, order: Order, by: Actor, now: number): string[] {
  const provider = isNode(world, by) ? world.nodes[by].provider : undefined;
  const isWelcome =
    now > order.exclusiveUntil ||
    ((order.node === undefined || order.node === by) && (order.provider === undefined || order.provider === provider));
  return [
    ...unmet({ Market_ClaimTooLate: now < order.claimBefore, Market_ClaimExclusive: isWelcome }),
    ...unexposable(world, by, order.exposure),
  ];
}

function take(world: World, job: Job, by: Actor, now: number): void {
  if (!isNode(world, by)) throw new Error(`${by} is no node.`);
  const { provider, payee } = world.nodes[by];
  world.stakes[provider].exposure += job.order.exposure;
  job.state = "running";
  job.run = {
    node: by,
    provider,
    payee,
    claimedAt: now,
    submitBy: now + job.order.runTime,
    submittedAt: 0,
    disputedAt: 0,
    complaint: 0,
    units: undefined,
  };
}
