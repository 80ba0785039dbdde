import { cidFromDigest } from "@computehive/protocol/cid";
import { MAX_MANIFEST_BYTES, type Manifest, readManifest } from "@computehive/protocol/manifest";
import { executionIdOf } from "@computehive/protocol/order";
import type { Reason } from "@computehive/protocol/phases";
import { encodeRequest } from "@computehive/sdk/contract-request";
import { jobRequests } from "@computehive/sdk/jobs/job-requests";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import type { Hex } from "viem";
import type { WorkContext } from "../work/context.ts";
import { GatewayFault } from "../work/gateway-port.ts";
import { type Candidate, type Refusal, type ScreenRules, type ScreenSituation, screen } from "./screen.ts";

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
const KEPT_MANIFESTS = 500;
const ASK_AGAIN_MS = 3_000;

export function createClaimer(context: WorkContext, rules: ScreenRules): Claimer {
  const manifests = createManifestCache(context);
  const decisions = new Map<string, Decision>();
  const { ledger, clock, log, sender, deployment } = context;

  const decide = (view: Claimable, verdict: Decision["verdict"], reasons: Refusal[]) => {
    const key = `${view.jobId}/${view.attempt}`;
    const before = decisions.get(key);
    const isNews = before?.verdict !== verdict || codes(before.reasons) !== codes(reasons);
    decisions.delete(key);
    decisions.set(key, { jobId: view.jobId, attempt: view.attempt, at: clock.now(), verdict, reasons });
    if (decisions.size > KEPT_DECISIONS) decisions.delete(decisions.keys().next().value!);
    if (isNews) log.info({ jobId: view.jobId, attempt: view.attempt, verdict, reasons }, "decided about a job");
  };

  const considerOne = async (
    view: Claimable,
    situation: ScreenSituation,
    signal: AbortSignal,
  ): Promise<number | undefined> => {
    const candidate: Candidate = {
      order: view.order,
      terms: view.terms,
      manifest: await manifests.get(view.terms.manifestHash, signal),
    };
    const reasons = screen(candidate, rules, situation);
    if (reasons.length > 0) {
      decide(view, "refused", reasons);
      return undefined;
    }
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
      return undefined;
    }
    if (result.kind === "exists") return undefined;
    decide(view, "claimed", []);
    return candidate.manifest.kind === "valid" ? candidate.manifest.manifest.limits.memoryBytes : 0;
  };

  return {
    async consider(open, situation, signal) {
      let { freeSlots, freeMemoryBytes, freeStake } = situation;
      for (const view of open) {
        signal.throwIfAborted();
        if (isBehindUs(view, context)) continue;
        const used = await considerOne(view, { ...situation, freeSlots, freeMemoryBytes, freeStake }, signal);
        if (used === undefined) continue;
        freeSlots -= 1;
        freeMemoryBytes -= used;
        freeStake -= view.order.exposure;
      }
    },
    memoryOf: (manifestHash) => manifests.peek(manifestHash)?.limits.memoryBytes ?? rules.limits.memoryBytes,
    decisions: () => [...decisions.values()].reverse(),
  };

  /** A job that this node claimed before and gave back, or let expire, it does not take again. */
  function isBehindUs(view: Claimable, { node }: WorkContext): boolean {
    if (view.attempts.some(({ execution }) => execution.node.toLowerCase() === node.toLowerCase())) return true;
    return ledger.transactions.of(executionIdOf(view.jobId, view.attempt), "claim").length > 0;
  }
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

type Found = { kind: "valid"; manifest: Manifest } | { kind: "invalid" } | { kind: "unavailable"; askAgainAt: number };

interface ManifestCache {
  get(hash: Hex, signal: AbortSignal): Promise<Found>;
  peek(hash: Hex): Manifest | undefined;
}

function createManifestCache({ gateway, clock }: WorkContext): ManifestCache {
  const known = new Map<Hex, Found>();

  const ask = async (hash: Hex, signal: AbortSignal): Promise<Found> => {
    try {
      const bytes = await gateway.getBlob(cidFromDigest(hash), { maxBytes: MAX_MANIFEST_BYTES, signal });
      return { kind: "valid", manifest: readManifest(bytes) };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof GatewayFault)) return { kind: "invalid" };
      return { kind: "unavailable", askAgainAt: clock.now() + ASK_AGAIN_MS };
    }
  };

  return {
    async get(hash, signal) {
      const held = known.get(hash);
      if (held && (held.kind !== "unavailable" || held.askAgainAt > clock.now())) return held;
      const found = await ask(hash, signal);
      known.delete(hash);
      known.set(hash, found);
      if (known.size > KEPT_MANIFESTS) known.delete(known.keys().next().value!);
      return found;
    },
    peek(hash) {
      const held = known.get(hash);
      return held?.kind === "valid" ? held.manifest : undefined;
    },
  };
}
