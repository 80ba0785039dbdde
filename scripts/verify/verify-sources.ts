import { type RetryPolicy, retry, wait } from "@computehive/sdk/retry";
import { type Answer, type Explorer, ExplorerBusyError, ForgeVerifier } from "./forge-verifier.ts";
import type { Target } from "./targets.ts";

export interface VerifyPolicy {
  readonly retry: RetryPolicy;
  /** How often an explorer is asked whether it is done. */
  readonly polls: number;
  readonly pollDelay: number;
}

/** Explorers answer some questions a second, and compile for a minute. */
export const VERIFY_POLICY: VerifyPolicy = {
  retry: { attempts: 6, baseDelay: 2_000, maxDelay: 60_000 },
  polls: 60,
  pollDelay: 5_000,
};

export interface VerifyOptions {
  readonly chainId: number;
  readonly explorer: Explorer;
  readonly policy?: VerifyPolicy;
  readonly signal?: AbortSignal | undefined;
  readonly onResult: (target: Target, result: Result) => void;
}

/** What became of one contract's sources. Only the first two are good. */
export type Result =
  | { readonly kind: "verified" | "known" }
  | { readonly kind: "refused" | "unanswered"; readonly reason: string };

/**
 * Gives an explorer the sources of `targets`, one after the other. A refusal leaves the others alone; an explorer that stays silent is
 * given up. Safe to repeat: what is known is not sent again.
 *
 * @returns whether the explorer has the sources of all of them now.
 */
export async function verifySources(targets: readonly Target[], options: VerifyOptions): Promise<boolean> {
  const verifier = ForgeVerifier.create(options);
  let isComplete = true;
  try {
    for (const target of targets) {
      const result = await verifyTarget(target, verifier, options);
      options.onResult(target, result);
      isComplete &&= result.kind === "verified" || result.kind === "known";
      if (result.kind === "unanswered") break;
    }
  } finally {
    verifier.close();
  }
  return isComplete;
}

async function verifyTarget(
  target: Target,
  verifier: ForgeVerifier,
  { policy = VERIFY_POLICY, signal }: VerifyOptions,
): Promise<Result> {
  const patiently = (ask: () => Promise<Answer>) =>
    retry(ask, { policy: policy.retry, signal, isTransient: (error) => error instanceof ExplorerBusyError });
  try {
    let answer = await patiently(() => verifier.submit(target));
    if (answer.kind === "submitted") {
      const { id } = answer;
      answer = { kind: "pending" };
      for (let polls = 0; polls < policy.polls && answer.kind === "pending"; polls++) {
        await wait(policy.pollDelay, signal);
        answer = await patiently(() => verifier.check(id));
      }
    }
    return answer.kind === "submitted" || answer.kind === "pending" ? STILL_PENDING : answer;
  } catch (error) {
    if (!(error instanceof ExplorerBusyError)) throw error;
    return { kind: "unanswered", reason: error.metaMessages.join(" ") };
  }
}

const STILL_PENDING: Result = {
  kind: "unanswered",
  reason: "It has the sources and has not judged them yet: ask again later.",
};
