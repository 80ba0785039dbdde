import type { JobView } from "@computehive/sdk/jobs/job-view";
import { isAddressEqual } from "viem";
import { fundsLevel } from "../money/funds.ts";
import { floorOf, standingOffers } from "../screen/floor.ts";
import type { ScreenSituation } from "../screen/screen.ts";
import type { WorkContext } from "../work/context.ts";
import { nowFor } from "../work/time.ts";
import type { DutyPorts, DutyState } from "./ports.ts";

/** Gas of claim, submit and settle together, rounded up. */
const GAS_OF_A_JOB = 500_000n;

/** How the node stands now, for screening. */
export async function situationOf(
  { config, context, chain, worker, freeDiskBytes }: DutyPorts,
  state: DutyState,
  open: readonly Pick<JobView, "terms">[],
): Promise<ScreenSituation> {
  const { ledger, clock, node } = context;
  const now = nowFor(ledger, clock);
  const { slots, memoryBytes } = worker.occupied();
  const pending = pendingClaims(context);
  const provider = state.standing?.provider ?? node;
  const offers = standingOffers(ledger.book.eventsWithoutJob(), { node, provider, now });
  const { jury } = context.deployment.contracts;
  const isJuryNamed = jury !== undefined && open.some(({ terms }) => isAddressEqual(terms.resolver, jury));
  const { maxFeePerGas } = config.accept.tokenPerCoin > 0n ? await chain.fees() : { maxFeePerGas: 0n };
  return {
    node,
    provider,
    now,
    state: state.draining ? "draining" : state.paused ? "paused" : "ready",
    registered: state.standing?.mayClaim ?? false,
    freeSlots: config.limits.slots - slots - pending,
    freeMemoryBytes: config.limits.memoryBytes - memoryBytes,
    freeDiskBytes: freeDiskBytes(),
    freeStake: state.standing?.freeStake ?? 0n,
    jurySeats: isJuryNamed ? await chain.jurySeats() : 0n,
    gasMoneyEnough: fundsLevel(state.balance ?? 0n, config.funds) !== "stop",
    floor: config.accept.floor ?? floorOf(offers),
    gasCost: (GAS_OF_A_JOB * maxFeePerGas * config.accept.tokenPerCoin) / 10n ** 18n,
  };
}

/** Claims on their way, mined ones that the book has not reached among them. */
function pendingClaims({ ledger }: WorkContext): number {
  const head = ledger.book.head()?.number ?? -1n;
  return ledger.transactions
    .withStatus(["recorded", "signed", "sent", "mined", "final"])
    .filter(({ action }) => action === "claim")
    .filter(({ status, block }) => status !== "final" || (block !== undefined && block.number > head))
    .filter(({ subject, succeeded, void: isVoid }) => succeeded !== false && !isVoid && !ledger.executions.get(subject))
    .length;
}
