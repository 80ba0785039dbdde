import { executionIdOf } from "@computehive/protocol/order";
import type { Reason } from "@computehive/protocol/phases";
import { encodeRequest } from "@computehive/sdk/contract-request";
import { jobRequests } from "@computehive/sdk/jobs/job-requests";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import type { Hex } from "viem";
import type { WorkContext } from "../work/context.ts";
import { createManifestCache, type Found } from "./manifest-cache.ts";
import { mayTryAgain } from "./own-attempts.ts";
import { createPauses } from "./pauses.ts";
import { type Refusal, type ScreenRules, type ScreenSituation, screenManifest, screenOrder } from "./screen.ts";

/** What was decided about a job, for people and for /health. */
export interface Decision {
  jobId: Hex;
  attempt: number;
  /** Milliseconds since the Unix epoch. */
  at: number;
  verdict: "claimed" | "refused" | "claim-failed";
  reasons: Refusal[];
}

/** A job that waits for a node: posted, or, with its buyer's signature, only signed. */
export type Claimable = Pick<JobView, "jobId" | "order" | "terms" | "attempt" | "attempts"> & {
  readonly signature?: Hex;
};

export interface Claimer {
  /** Claims what is open and welcome, as far as slots and memory reach. */
  consider(open: readonly Claimable[], situation: ScreenSituation, signal: AbortSignal): Promise<void>;
  /** Memory that the manifest of an order may use; what is not known counts in full. */
  memoryOf(manifestHash: Hex): number;
  decisions(): Decision[];
}

const KEPT_DECISIONS = 200;
/** A signed order that could not be claimed, or that has no manifest, is looked at again after a while; milliseconds. */
const PAUSES = { firstMs: 3_000, longestMs: 300_000, kept: 20_000 };
/** Orders that were only signed cost their buyers nothing: so many that fail are tried in one look, and the others in the next. */
const FAILURES_A_LOOK = 5;

const GATEWAY_SILENT: Refusal = { reason: "gateway-unreachable", detail: "what is to run could not be had" };

export function createClaimer(context: WorkContext, rules: ScreenRules): Claimer {
  const manifests = createManifestCache(context);
  const decisions = new Map<string, Decision>();
  const pauses = createPauses(context.clock, PAUSES);
  const { ledger, clock, log, sender, deployment } = context;

  const decide = (view: Claimable, verdict: Decision["verdict"], reasons: Refusal[]) => {
    const key = keyOf(view);
    const before = decisions.get(key);
    const isNews = before?.verdict !== verdict || codes(before.reasons) !== codes(reasons);
    decisions.delete(key);
    decisions.set(key, { jobId: view.jobId, attempt: view.attempt, at: clock.now(), verdict, reasons });
    if (decisions.size > KEPT_DECISIONS) decisions.delete(decisions.keys().next().value!);
    // What anybody may sign for nothing must not fill the log.
    const level = view.signature !== undefined && verdict === "refused" ? "debug" : "info";
    if (isNews) log[level]({ jobId: view.jobId, attempt: view.attempt, verdict, reasons }, "decided about a job");
  };

  const considerOne = async (
    view: Claimable,
    situation: ScreenSituation,
    gatewayAnswers: () => Promise<boolean>,
    signal: AbortSignal,
  ): Promise<Considered> => {
    const early = screenOrder(view, rules, situation);
    if (early.length > 0) return refuse(view, early);
    const manifest = await manifestOf(view, signal);
    if (!manifest) return { kind: "left" };
    const late = screenManifest({ ...view, manifest }, rules, situation);
    if (late.length > 0 && manifest.kind === "unavailable") rest(view);
    if (late.length > 0) return refuse(view, late);
    // A manifest that is known here says nothing of the program and the inputs.
    if (!(await gatewayAnswers())) return refuse(view, [GATEWAY_SILENT]);
    return claim(view, memoryOf(manifest), signal);
  };

  const manifestOf = async ({ signature, terms }: Claimable, signal: AbortSignal): Promise<Found | undefined> =>
    signature === undefined ? manifests.get(terms.manifestHash, signal) : manifests.ask(terms.manifestHash, signal);

  const claim = async (view: Claimable, memoryBytes: number, signal: AbortSignal): Promise<Considered> => {
    const subject = executionIdOf(view.jobId, view.attempt);
    const { order, terms, signature } = view;
    const request = encodeRequest(
      signature === undefined
        ? jobRequests.claim(deployment, { order, terms })
        : jobRequests.claimSigned(deployment, { order, terms, signature }),
    );
    const result = await sender.request({ subject, action: "claim", ...request }, signal);
    if (result.kind === "impossible") {
      decide(view, "claim-failed", [{ reason: reasonOf(result.error), detail: result.error }]);
      rest(view);
      return { kind: "failed" };
    }
    if (result.kind === "exists") return { kind: "left" };
    decide(view, "claimed", []);
    return { kind: "claimed", memoryBytes };
  };

  /** A posted job is looked at all the time: its buyer paid for that. */
  const rest = (view: Claimable): void => {
    if (view.signature !== undefined) pauses.pause(keyOf(view));
  };

  const refuse = (view: Claimable, reasons: Refusal[]): Considered => {
    decide(view, "refused", reasons);
    return { kind: "left" };
  };

  return {
    async consider(open, situation, signal) {
      let { freeSlots, freeMemoryBytes, freeStake } = situation;
      let failures = 0;
      const gatewayAnswers = askedOnce(() => context.gateway.answers(signal));
      for (const view of open) {
        signal.throwIfAborted();
        if (isLeftAlone(view, failures)) continue;
        const result = await considerOne(
          view,
          { ...situation, freeSlots, freeMemoryBytes, freeStake },
          gatewayAnswers,
          signal,
        );
        if (result.kind === "failed") failures += 1;
        if (result.kind !== "claimed") continue;
        freeSlots -= 1;
        freeMemoryBytes -= result.memoryBytes;
        freeStake -= view.order.exposure;
      }
    },
    memoryOf: (manifestHash) => manifests.peek(manifestHash)?.limits.memoryBytes ?? rules.limits.memoryBytes,
    decisions: () => [...decisions.values()].reverse(),
  };

  function isLeftAlone(view: Claimable, failures: number): boolean {
    if (view.signature !== undefined && failures >= FAILURES_A_LOOK) return true;
    return pauses.isPaused(keyOf(view)) || isBehindUs(view);
  }

  function isBehindUs(view: Claimable): boolean {
    return (
      ledger.transactions.of(executionIdOf(view.jobId, view.attempt), "claim").length > 0 ||
      !mayTryAgain(view.attempts, context)
    );
  }
}

/** One question a look, and none where nothing is to be claimed. */
function askedOnce(ask: () => Promise<boolean>): () => Promise<boolean> {
  let answer: Promise<boolean> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}

type Considered = { kind: "claimed"; memoryBytes: number } | { kind: "failed" } | { kind: "left" };

function memoryOf(found: Found): number {
  return found.kind === "valid" ? found.manifest.limits.memoryBytes : 0;
}

function keyOf({ jobId, attempt }: Claimable): string {
  return `${jobId}/${attempt}`;
}

const CLAIM_ERRORS: Record<string, Reason> = {
  Market_WrongState: "claimed-by-another",
  Market_BuyerSignatureInvalid: "not-funded",
  Escrow_BalanceTooLow: "not-funded",
  Escrow_EpochOutdated: "not-funded",
  Escrow_OperatorCapExceeded: "not-funded",
  Escrow_OperatorExpired: "not-funded",
  Escrow_TransferFailed: "not-funded",
  Market_ClaimTooLate: "time-too-short",
  Market_ClaimExclusive: "exclusive-to-another",
  Market_PolicyRefused: "policy-unknown",
  Staking_FreeStakeTooLow: "stake-too-low",
  Staking_NodePaused: "paused",
  Staking_NodeRetired: "paused",
  Staking_NodeUnknown: "paused",
  "insufficient-funds": "gas-money-low",
};

function reasonOf(error: string): Reason {
  return CLAIM_ERRORS[error] ?? "unknown-fault";
}

function codes(reasons: readonly Refusal[]): string {
  return reasons.map(({ reason }) => reason).join();
}
