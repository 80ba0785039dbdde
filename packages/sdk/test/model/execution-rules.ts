import { transfer } from "./account-rules.ts";
import type { ActionKind, BroughtRecord } from "./action.ts";
import { fundedBy, giveBack, isIn, jobOf } from "./order-rules.ts";
import { type Rule, unmet } from "./rule.ts";
import { unexpose } from "./stake-rules.ts";
import type { Job, Order, Run, World } from "./world.ts";

const WHOLE = 10_000n;
/** Fuel, seconds, tokens. */
const UNIT_SIZES = [10n ** 12n, 3_600n, 10n ** 6n] as const;

/** A node's attempt, from its claim to the money. */
export const executionRules = {
  decline: {
    refusals(world, { job, record }, by, now) {
      const { node, claimedAt, submitBy } = runOf(world, job);
      return [
        ...unbound(world, job, record, "running"),
        ...unmet({
          Market_NotNode: by === node,
          Market_DeclineTooLate: now < claimedAt + world.parameters.declineTime && now <= submitBy,
        }),
      ];
    },
    apply(world, { job }) {
      release(world, job);
      reopen(jobOf(world, job));
    },
  },
  submit: {
    refusals(world, { job, record }, by, now) {
      const { node, submitBy } = runOf(world, job);
      return [
        ...unbound(world, job, record, "running"),
        ...unmet({ Market_NotNode: by === node, Market_SubmitTooLate: now <= submitBy }),
      ];
    },
    apply(world, { job, units }, _by, now) {
      change(world, job, { submittedAt: now, units });
      jobOf(world, job).state = "submitted";
    },
  },
  expire: {
    refusals: (world, { job, record }, _by, now) => [
      ...unbound(world, job, record, "running"),
      ...unmet({ Market_NotExpired: now > runOf(world, job).submitBy }),
    ],
    apply(world, { job: salt }, _by, now) {
      const job = jobOf(world, salt);
      const { exposure } = job.order;
      const burn = (exposure * BigInt(world.parameters.livenessPenalty)) / WHOLE;
      unexpose(world, runOf(world, salt).provider, { exposure, burn });
      if (now < job.order.claimBefore) reopen(job);
      else giveBack(world, job, "lapsed");
    },
  },
  settleCosigned: {
    refusals(world, { job, record, units, nodeSigner, buyerSigner }, by) {
      const { buyer } = jobOf(world, job).order;
      const { node, units: submitted } = runOf(world, job);
      return [
        ...unbound(world, job, record, "running", "submitted"),
        ...unmet({
          Market_NodeSignatureInvalid: by === node || nodeSigner === node || submitted === units,
          Market_BuyerSignatureInvalid: by === buyer || buyerSigner === buyer,
        }),
      ];
    },
    apply(world, { job: salt, units }) {
      const job = jobOf(world, salt);
      pay(world, salt, amountOf(job.order, units));
      job.state = "settled-cosigned";
    },
  },
  settleSilent: {
    refusals(world, { job, record, units }, _by, now) {
      const { submittedAt, units: submitted } = runOf(world, job);
      return [
        ...unbound(world, job, record, "submitted"),
        ...unmet({
          Market_WindowOpen: now > submittedAt + jobOf(world, job).order.window,
          Market_WrongReceipt: units === submitted,
        }),
      ];
    },
    apply(world, { job, units }) {
      const { order } = jobOf(world, job);
      pay(world, job, order.silencePays ? amountOf(order, units) : 0n);
      jobOf(world, job).state = order.silencePays ? "settled-silent" : "refunded-silent";
    },
  },
} satisfies { [kind in ActionKind]?: Rule<kind> };

/** min(maxPay, fixedPrice + ⌊units × price ⁄ unit size⌋) */
export function amountOf({ maxPay, fixedPrice, price, unitKind }: Order, units: bigint): bigint {
  const sum = fixedPrice + (units * price) / UNIT_SIZES[unitKind as 0 | 1 | 2];
  return sum < maxPay ? sum : maxPay;
}

/** What speaks against the record that the caller brings. */
export function unbound(
  world: World,
  salt: number,
  record: BroughtRecord,
  ...states: readonly Job["state"][]
): string[] {
  return unmet({ Market_WrongState: isIn(world, salt, ...states), Market_WrongRecord: record === "current" });
}

/** The last execution; of a job that nobody claimed, one that says nothing. */
export function runOf(world: World, salt: number): Run {
  return jobOf(world, salt).run ?? NOTHING;
}

export function change(world: World, salt: number, changes: Partial<Run>): void {
  jobOf(world, salt).run = { ...runOf(world, salt), ...changes };
}

/** The payment to the payee, the rest of what was locked to the buyer; the exposure is free again. */
export function pay(world: World, salt: number, payment: bigint): void {
  const { order } = jobOf(world, salt);
  transfer(world, "market", runOf(world, salt).payee, payment);
  transfer(world, "market", order.buyer, fundedBy(order) - payment);
  release(world, salt);
}

function release(world: World, salt: number): void {
  unexpose(world, runOf(world, salt).provider, { exposure: jobOf(world, salt).order.exposure });
}

function reopen(job: Job): void {
  job.state = "open";
  job.attempt += 1;
}

export const NOTHING: Run = {
  node: "node-1",
  provider: "provider-1",
  payee: "payee-1",
  claimedAt: 0,
  submitBy: 0,
  submittedAt: 0,
  disputedAt: 0,
  complaint: 0,
  units: undefined,
};
