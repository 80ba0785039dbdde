import { transfer } from "./account-rules.ts";
import type { ActionKind } from "./action.ts";
import { amountOf, change, pay, runOf, unbound } from "./execution-rules.ts";
import { fundedBy, jobOf } from "./order-rules.ts";
import { type Rule, unmet } from "./rule.ts";
import { unexpose } from "./stake-rules.ts";
import type { Order, World } from "./world.ts";

/** A contested receipt, and what ends the contest. */
export const disputeRules = {
  dispute: {
    refusals: (world, { job, record, complaint }, by, now) => [
      ...unbound(world, job, record, "submitted"),
      ...unmet({ Market_NotBuyer: by === jobOf(world, job).order.buyer }),
      ...undisputable(world, job, complaint, now),
    ],
    apply: (world, { job, complaint }, _by, now) => contest(world, job, complaint, now),
  },
  disputeFor: {
    refusals: (world, { job, record, complaint, signer }, _by, now) => [
      ...unbound(world, job, record, "submitted"),
      ...unmet({ Market_BuyerSignatureInvalid: signer === jobOf(world, job).order.buyer }),
      ...undisputable(world, job, complaint, now),
    ],
    apply: (world, { job, complaint }, _by, now) => contest(world, job, complaint, now),
  },
  resolve: {
    refusals(world, { job, record, units, upheld, fee }, by, now) {
      const { order } = jobOf(world, job);
      const { disputedAt, units: submitted } = runOf(world, job);
      return [
        ...unbound(world, job, record, "disputed"),
        ...unmet({
          Market_NotResolver: by === "resolver",
          Market_VerdictTooLate: now <= disputedAt + order.verdictTime,
          Market_WrongReceipt: units === submitted,
          Market_FeeTooHigh: fee <= highestFee(order, upheld),
        }),
      ];
    },
    apply(world, { job: salt, units, upheld, fee }) {
      const job = jobOf(world, salt);
      const { maxPay, bond, exposure, buyer } = job.order;
      const { provider, payee } = runOf(world, salt);
      if (upheld) {
        const amount = amountOf(job.order, units);
        transfer(world, "market", payee, amount + bond - fee);
        transfer(world, "market", "collector", fee);
        transfer(world, "market", buyer, maxPay - amount);
        unexpose(world, provider, { exposure });
      } else {
        transfer(world, "market", buyer, fundedBy(job.order));
        unexpose(world, provider, { exposure, burn: exposure - fee, fee });
      }
      job.state = upheld ? "settled-resolved" : "refunded-resolved";
    },
  },
  resolveByTimeout: {
    refusals(world, { job, record, units }, _by, now) {
      const { disputedAt, units: submitted } = runOf(world, job);
      return [
        ...unbound(world, job, record, "disputed"),
        ...unmet({
          Market_VerdictPending: now > disputedAt + jobOf(world, job).order.verdictTime,
          Market_WrongReceipt: units === submitted,
        }),
      ];
    },
    apply(world, { job, units }) {
      const { order } = jobOf(world, job);
      pay(world, job, (amountOf(order, units) * BigInt(order.timeoutSplit)) / 10_000n);
      jobOf(world, job).state = "settled-split";
    },
  },
  proveEquivocation: {
    refusals(world, { job, record, one, other, signer }) {
      const { node, units: submitted } = runOf(world, job);
      const isSigned = (units: bigint) => signer === node || units === submitted;
      return [
        ...unbound(world, job, record, "running", "submitted", "disputed"),
        ...unmet({
          Market_NodeSignatureInvalid: isSigned(one) && isSigned(other),
          Market_ReceiptsEqual: one !== other,
        }),
      ];
    },
    apply(world, { job: salt }) {
      const job = jobOf(world, salt);
      const { exposure, buyer } = job.order;
      transfer(world, "market", buyer, fundedBy(job.order));
      unexpose(world, runOf(world, salt).provider, { exposure, burn: exposure });
      job.state = "refunded-equivocation";
    },
  },
} satisfies { [kind in ActionKind]?: Rule<kind> };

function undisputable(world: World, salt: number, complaint: number, now: number): string[] {
  return unmet({
    Market_WindowOver: now <= runOf(world, salt).submittedAt + jobOf(world, salt).order.window,
    Market_ComplaintInvalid: complaint === 1 || complaint === 2,
  });
}

function contest(world: World, salt: number, complaint: number, now: number): void {
  change(world, salt, { disputedAt: now, complaint });
  jobOf(world, salt).state = "disputed";
}

/** At most the bond, and of a provider that loses at most its exposure. */
function highestFee({ bond, exposure }: Order, upheld: boolean): bigint {
  return upheld || bond < exposure ? bond : exposure;
}
