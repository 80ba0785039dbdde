import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import { type Address, isAddressEqual } from "viem";
import type { Check } from "./screen.ts";

/** What an order must bring that leaves its disputes to the deployment's jury: with less, no verdict could come. */
export interface JuryRules {
  readonly jury: Address;
  /** What a verdict costs the loser: out of the bond, or of the exposure. */
  readonly fee: bigint;
  readonly seatPrice: bigint;
  /** A whole round, with its appeal. */
  readonly roundSeconds: number;
  readonly minimumBond: bigint;
  readonly timeoutSplit: number;
  /** Least seats that could be drawn; 0: they are not looked at. */
  readonly seats: number;
}

/** A case may be opened late, and its first panel have no majority. */
const ROUNDS_IN_TIME = 2;
/** Who has half of the seats has every verdict. */
const SEATS_TO_BE_BOUGHT = 2n;

/** What a dispute before the jury could end in: without any verdict, or by one that was bought. */
export function juryChecks(
  { order, terms }: { order: JobOrder; terms: JobTerms },
  { fee, seatPrice, roundSeconds, seats }: JuryRules,
  { jurySeats }: { jurySeats: bigint },
): Check[] {
  const needed = ROUNDS_IN_TIME * roundSeconds;
  const isLookedAt = seats > 0;
  const atStake = order.maxPay + order.exposure;
  return [
    [order.exposure < fee, "no-verdict", `an exposure of ${order.exposure} does not cover the jury's fee of ${fee}`],
    [terms.verdictTime < needed, "no-verdict", `a verdict has ${terms.verdictTime} s, and two rounds take ${needed} s`],
    [isLookedAt && jurySeats < BigInt(seats), "no-verdict", `the jury could draw ${jurySeats} seats, asked ${seats}`],
    [
      isLookedAt && jurySeats * seatPrice < SEATS_TO_BE_BOUGHT * atStake,
      "no-verdict",
      `half of the jury's ${jurySeats} seats cost less than the ${atStake} that the job could lose`,
    ],
  ];
}

/** Nothing where somebody else decides. */
export function juryRulesFor(
  rules: JuryRules | undefined,
  { resolver }: Pick<JobTerms, "resolver">,
): JuryRules | undefined {
  return rules && isAddressEqual(rules.jury, resolver) ? rules : undefined;
}
