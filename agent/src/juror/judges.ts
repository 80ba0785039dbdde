import type { Hex } from "viem";
import { nowFor } from "../work/time.ts";
import { castBallot } from "./cast-ballot.ts";
import type { JurorContext } from "./context.ts";
import type { Conclusion } from "./judge.ts";

/** Judges cases beside the look at the chain, as many at a time as the configuration allows. */
export interface Judges {
  /** Has these chairs' case judged, unless it is already, or was in vain. Cases that end first are to be asked for first. */
  want(wanted: Wanted): void;
  /** Gives up what runs: nothing was promised for it. */
  stop(): Promise<void>;
  running(): Hex[];
}

export interface Wanted {
  readonly jobId: Hex;
  readonly round: number;
  readonly chairs: readonly number[];
  /** Last second for commitments, Unix. */
  readonly commitBy: number;
}

export function createJudges(context: JurorContext): Judges {
  const { config, ledger, clock, log } = context;
  const stopped = new AbortController();
  const running = new Map<string, { jobId: Hex; done: Promise<void> }>();
  const abstained = new Set<string>();

  return {
    want(wanted) {
      const name = `${wanted.jobId}:${wanted.round}`;
      if (running.has(name) || abstained.has(name) || running.size >= config.slots) return;
      const done = judgeOnce(wanted, context, stopped.signal)
        .then((isFound) => void (isFound || abstained.add(name)))
        .catch((error: unknown) => {
          if (!stopped.signal.aborted) log.warn({ jobId: wanted.jobId, error: String(error) }, "judging failed");
        })
        .finally(() => running.delete(name));
      running.set(name, { jobId: wanted.jobId, done });
      log.info({ jobId: wanted.jobId, round: wanted.round, now: nowFor(ledger, clock) }, "judging a case");
    },
    async stop() {
      stopped.abort(new Error("The juror stops."));
      await Promise.all([...running.values()].map(({ done }) => done));
    },
    running: () => [...running.values()].map(({ jobId }) => jobId),
  };
}

/** @returns whether there is something to say */
async function judgeOnce(wanted: Wanted, context: JurorContext, signal: AbortSignal): Promise<boolean> {
  const { jobId, commitBy } = wanted;
  const job = await context.jobs.get(jobId, signal);
  const conclusion: Conclusion = job?.current
    ? await context.judge(job, giveUpAt(commitBy, context), signal)
    : { kind: "abstained", facts: ["its order was signed, and its claim does not show it"] };
  signal.throwIfAborted();
  context.onStep("judged");
  if (conclusion.kind === "abstained") return abstain(wanted, conclusion.facts, context);
  const { deployment, ledger, clock, account, jury, log } = context;
  const ports = { ledger, clock, jury, juror: account, chainId: deployment.chainId };
  const { delivered, correct, facts } = conclusion;
  // One finding for all seats of one juror, each with a salt of its own, in one step.
  ledger.atomically(() => {
    for (const chair of wanted.chairs)
      castBallot({ jobId, chair, round: wanted.round, delivered, correct, facts }, ports);
  });
  log.info({ jobId, delivered, correct, facts }, "found");
  context.onStep("recorded");
  return true;
}

function abstain({ jobId }: Wanted, facts: readonly string[], { ledger, clock, log }: JurorContext): false {
  ledger.notes.add({ at: clock.now(), subject: jobId, kind: "abstained", text: facts.join("; ").slice(0, 1_000) });
  log.warn({ jobId, facts }, "abstained: nothing honest can be said from here");
  return false;
}

/** Where the commit time is short, a third of it suffices to commit in. */
function giveUpAt(commitBy: number, { config, deployment }: JurorContext): number {
  const commitTime = deployment.parameters.jury?.commitTime ?? 0;
  return commitBy - Math.min(config.marginSeconds, Math.ceil(commitTime / 3));
}
