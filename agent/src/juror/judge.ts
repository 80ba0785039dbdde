import type { Answers } from "@computehive/protocol/jury-finding";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import type { Judgement } from "@computehive/sdk/verify/judge-result";

/** Looks at a disputed job with what one gateway has. Throws where the gateway does not answer: that says nothing. */
export type Examine = (job: JobView, signal: AbortSignal) => Promise<Judgement>;

export type Conclusion =
  | ({ readonly kind: "found"; readonly facts: string[] } & Answers)
  /** Nothing honest can be said from here. */
  | { readonly kind: "abstained"; readonly facts: string[] };

export interface JudgePorts {
  /** One for each gateway. */
  readonly examiners: readonly Examine[];
  /** A gateway did not answer, or answered with nonsense. */
  onFault(error: unknown): void;
  /** Unix seconds, as the chain counts. */
  now(): number;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const WATCH_MS = 500;
/** A program that this machine failed to run may run the next time, but a juror has other cases. */
const MOST_MACHINE_FAULTS = 3;

/**
 * Finds out whether the output is there and right. What is right or wrong is said at once; what is not there is looked for until
 * `giveUpAt` (Unix seconds), at every gateway, because a node may still deliver.
 */
export async function judgeCase(
  job: JobView,
  giveUpAt: number,
  ports: JudgePorts,
  signal: AbortSignal,
): Promise<Conclusion> {
  const timeOver = new AbortController();
  const until = AbortSignal.any([signal, timeOver.signal]);
  void watch(giveUpAt, ports, timeOver, until);
  const seen = new Map<Examine, Judgement>();
  try {
    return (await lookUntil(job, giveUpAt, seen, ports, until)) ?? atLast([...seen.values()]);
  } catch (error) {
    if (signal.aborted || !timeOver.signal.aborted) throw error;
    return atLast([...seen.values()]);
  } finally {
    timeOver.abort();
  }
}

/** @returns what can be said at once; nothing where time or patience is over. `seen` has what each gateway said last. */
async function lookUntil(
  job: JobView,
  giveUpAt: number,
  seen: Map<Examine, Judgement>,
  ports: JudgePorts,
  signal: AbortSignal,
): Promise<Conclusion | undefined> {
  let machineFaults = 0;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const judgements = await lookEverywhere(job, seen, ports, signal);
    const conclusion = judgements.map(atOnce).find((said) => said !== undefined);
    if (conclusion) return conclusion;
    machineFaults += judgements.filter(isMachineFault).length;
    if (machineFaults >= MOST_MACHINE_FAULTS || ports.now() + pause / 1_000 >= giveUpAt) return undefined;
    await ports.wait(pause, signal);
  }
}

/** Asks one gateway after the other, until one suffices: running a program twice tells nothing new. */
async function lookEverywhere(
  job: JobView,
  seen: Map<Examine, Judgement>,
  { examiners, onFault }: JudgePorts,
  signal: AbortSignal,
): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  for (const examine of examiners) {
    try {
      const judgement = await examine(job, signal);
      seen.set(examine, judgement);
      judgements.push(judgement);
      if (atOnce(judgement)) break;
    } catch (error) {
      signal.throwIfAborted();
      onFault(error);
    }
  }
  return judgements;
}

/** What hangs must not outlast the time in which a juror may speak. A look that begins after it is still made, once. */
async function watch(
  giveUpAt: number,
  { now, wait }: JudgePorts,
  timeOver: AbortController,
  until: AbortSignal,
): Promise<void> {
  if (now() >= giveUpAt) return;
  while (!until.aborted && now() < giveUpAt) await wait(WATCH_MS, until).catch(() => undefined);
  timeOver.abort();
}

function atOnce(judgement: Judgement): Conclusion | undefined {
  if (judgement.kind === "right") return { kind: "found", delivered: true, correct: true, facts: [] };
  if (judgement.kind === "wrong") return { kind: "found", delivered: true, correct: false, facts: judgement.facts };
  if (judgement.kind === "undecided" && judgement.because === "outcome") return upheld(judgement.facts);
  return undefined;
}

function atLast(judgements: readonly Judgement[]): Conclusion {
  const undecided = judgements.filter((judgement) => judgement.kind === "undecided");
  // Somewhere it was delivered, and this machine could not run it.
  const machine = undecided.find(isMachineFault);
  if (machine) return { kind: "abstained", facts: machine.facts };
  const buyers = undecided[0];
  if (buyers) return upheld(buyers.facts);
  const missing = judgements.flatMap((judgement) => (judgement.kind === "not-delivered" ? judgement.facts : []));
  if (missing.length > 0) return { kind: "found", delivered: false, correct: false, facts: missing };
  return { kind: "abstained", facts: ["no gateway answered"] };
}

/** What was delivered and cannot be shown to be wrong, by anybody, stands. */
function upheld(facts: string[]): Conclusion {
  return { kind: "found", delivered: true, correct: true, facts };
}

function isMachineFault(judgement: Judgement): boolean {
  return judgement.kind === "undecided" && judgement.because === "machine";
}
