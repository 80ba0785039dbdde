import { backoff } from "@computehive/sdk/retry";
import { isUnreachable } from "../duty/look.ts";
import type { FundsPolicy } from "../money/funds.ts";
import type { JurorContext } from "./context.ts";
import { createJudges } from "./judges.ts";
import { type LookMemory, lookOnce } from "./look.ts";
import { type JurorState, type JurorStatus, jurorStatusOf } from "./status.ts";
import { createTurns } from "./turns.ts";

/** What a juror does all day: follow the jury, judge, promise, show, collect. */
export interface Juror {
  /** Ends when `stop` was called. */
  run(): Promise<void>;
  /** Ends at once: the ledger knows how to go on. */
  stop(): void;
  status(): JurorStatus;
}

/** Longest that a juror waits for its turn at a step that anybody may take; where the draw's time is short, a part of that. */
const LONGEST_TURN_MS = 30_000;
const TURN_PART = 32;
/** Where the chain does not answer. */
const LONGEST_PAUSE_MS = 5_000;

export function createJuror(context: JurorContext, { funds }: { funds: FundsPolicy }): Juror {
  const { account, clock, config, deployment, log, wait, chain } = context;
  const stopped = new AbortController();
  const judges = createJudges(context);
  const drawMs = (deployment.parameters.jury?.drawTime ?? 0) * 1_000;
  const turns = createTurns(account, clock, Math.min(LONGEST_TURN_MS, drawMs / TURN_PART));
  const memory: LookMemory = { docket: undefined, closed: new Set() };
  const state: JurorState = { reachable: false, wrongChain: false, balance: undefined };

  const look = async (signal: AbortSignal): Promise<void> => {
    const isWrong = (await lookOnce({ context, judges, turns, memory }, signal)) === "wrong-chain";
    if (isWrong && !state.wrongChain) log.error({}, "the endpoint serves another chain than the deployment's");
    state.wrongChain = isWrong;
    state.balance = await chain.balance(account, signal);
    state.reachable = true;
  };

  return {
    async run() {
      const { signal } = stopped;
      for (let failures = 0; !signal.aborted; ) {
        try {
          await look(signal);
          failures = 0;
        } catch (error) {
          if (signal.aborted) break;
          failures++;
          tell(error, state, context);
        }
        const pause = failures === 0 ? config.pollMs : backoff(retryPolicy(config.pollMs), failures);
        await wait(pause, signal).catch(() => undefined);
      }
      await judges.stop();
    },
    stop: () => stopped.abort(new Error("The juror stops.")),
    status: () => jurorStatusOf(context, memory, state, { judging: judges.running(), funds }),
  };
}

function retryPolicy(pollMs: number) {
  return { attempts: Number.POSITIVE_INFINITY, baseDelay: pollMs, maxDelay: Math.max(pollMs, LONGEST_PAUSE_MS) };
}

function tell(error: unknown, state: JurorState, { log }: JurorContext): void {
  if (!isUnreachable(error)) {
    log.error({ error: error instanceof Error ? error.stack : String(error) }, "an unforeseen fault of the juror");
    return;
  }
  if (state.reachable) log.warn({ error: String(error).split("\n")[0] }, "the chain does not answer the juror");
  state.reachable = false;
}
