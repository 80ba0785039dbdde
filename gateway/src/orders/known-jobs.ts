import type { Clock } from "@computehive/protocol/clock";
import type { Hex } from "viem";
import type { Chain } from "../chain.ts";

/** Every agent asks for the same orders every other second: the chain is asked about each once in that time. */
const REMEMBERED_MS = 1_000;
/** A question to the chain names at most so many. */
const AT_ONCE = 256;

/** Those of the jobs that the market has heard of, as it was at most a second ago. */
export type KnownJobs = (jobIds: readonly Hex[]) => Promise<ReadonlySet<Hex>>;

export function createKnownJobs({ chain, clock }: { chain: Chain; clock: Clock }): KnownJobs {
  const answers = new Map<Hex, { isKnown: Promise<boolean>; at: number }>();

  const ask = (jobIds: readonly Hex[]): void => {
    const at = clock.now();
    const question = chain.knownJobs(jobIds);
    for (const jobId of jobIds) {
      const isKnown = question.then((known) => known.has(jobId));
      // Whoever asked hears of the failure; the next one asks anew.
      isKnown.catch(() => answers.delete(jobId));
      answers.set(jobId, { isKnown, at });
    }
  };

  const forgetOld = (): void => {
    // In order of time: a new answer is put at the end.
    for (const [jobId, { at }] of answers) {
      if (clock.now() - at < REMEMBERED_MS) return;
      answers.delete(jobId);
    }
  };

  return async (jobIds) => {
    forgetOld();
    const missing = jobIds.filter((jobId) => !answers.has(jobId));
    for (let i = 0; i < missing.length; i += AT_ONCE) ask(missing.slice(i, i + AT_ONCE));
    const found = await Promise.all(jobIds.map((jobId) => answers.get(jobId)?.isKnown));
    return new Set(jobIds.filter((_, i) => found[i]));
  };
}
