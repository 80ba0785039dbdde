import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AgentStatus, toJson } from "../health/status.ts";
import { createHeartbeats } from "../heartbeat/heartbeat.ts";
import type { WorkContext } from "../work/context.ts";
import { writeDurably } from "../work/files.ts";
import { pump } from "../work/pump.ts";
import type { Worker } from "../work/worker.ts";
import { statusOf } from "./describe.ts";
import { lookOnce } from "./look.ts";
import type { DutyPorts, DutyState } from "./ports.ts";

const PUMP_EVERY_MS = 200;

/** What an agent does all day: follow the chain, carry its executions, claim, report. */
export interface Duty {
  /** Ends when the agent has been drained or stopped. */
  run(): Promise<void>;
  status(): AgentStatus;
  /** Claims nothing more, finishes what can be finished in time, then ends. */
  drain(): void;
  /** Ends at once. The ledger knows how to go on. */
  stop(): void;
  /** Claims nothing until resumed; stays so over restarts. */
  setPaused(paused: boolean): void;
}

export function createDuty(ports: DutyPorts): Duty {
  const { config, context, worker } = ports;
  const { log, clock } = context;
  const stopped = new AbortController();
  const pauseFile = join(config.dataFolder, "paused");
  const startedAt = clock.now();
  const state: DutyState = {
    draining: false,
    paused: existsSync(pauseFile),
    chainReachable: false,
    gatewayReachable: true,
    wrongChain: undefined,
    balance: undefined,
    standing: undefined,
    looks: 0,
  };
  const status = () => statusOf(ports, state, startedAt);
  const beat = createHeartbeats(clock, config.accept);

  const every = async (ms: number, work: (signal: AbortSignal) => Promise<void>) => {
    while (!stopped.signal.aborted) {
      await work(stopped.signal).catch((error: unknown) => {
        if (!stopped.signal.aborted)
          log.error({ error: error instanceof Error ? error.stack : String(error) }, "an unforeseen fault");
      });
      await context.wait(ms, stopped.signal).catch(() => undefined);
    }
  };

  const heartbeat = async (signal: AbortSignal) => {
    const content = beat(status());
    await context.gateway
      .postHeartbeat(content, signal)
      .catch((error: unknown) => log.debug({ error: String(error) }, "the heartbeat did not arrive"));
    writeDurably(join(config.dataFolder, "status.json"), new TextEncoder().encode(toJson(status())));
  };

  return {
    status,
    async run() {
      await Promise.all([
        every(config.chain.pollMs, (signal) => lookOnce(ports, state, signal)),
        every(PUMP_EVERY_MS, async (signal) => {
          state.gatewayReachable = await pump(context, signal);
        }),
        every(config.gateway.heartbeatSeconds * 1_000, heartbeat),
      ]);
      await worker.stop();
    },
    drain() {
      if (state.draining) return;
      state.draining = true;
      log.info({ seconds: config.drainSeconds }, "draining: no new claims");
      void untilDone(ports, config.drainSeconds * 1_000, stopped.signal).then((finished) => {
        log.info(
          { finished },
          finished ? "drained" : "the time for draining is over; the rest goes on after the next start",
        );
        stopped.abort(new Error("The agent stops."));
      });
    },
    stop: () => stopped.abort(new Error("The agent stops.")),
    setPaused(paused) {
      state.paused = paused;
      if (paused) writeFileSync(pauseFile, "");
      else rmSync(pauseFile, { force: true });
      log.info({ paused }, paused ? "paused: no new claims" : "resumed");
    },
  };
}

/** Waits until all that began is submitted and told; answers whether that was so before the time was over. */
async function untilDone({ context, worker }: DutyPorts, ms: number, signal: AbortSignal): Promise<boolean> {
  const { clock, wait } = context;
  const until = clock.now() + ms;
  for (;;) {
    if (isDone(context, worker)) return true;
    if (signal.aborted || clock.now() >= until) return false;
    await wait(100, signal).catch(() => undefined);
  }
}

function isDone({ ledger }: WorkContext, worker: Worker): boolean {
  const unsent = ledger.transactions.withStatus(["recorded", "signed", "sent"]).length;
  const begun = ledger.executions
    .inPhases(["claimed", "fetched", "running", "stored", "signed", "uploaded"])
    .filter(({ givenUp }) => !givenUp).length;
  return worker.busy() === 0 && unsent === 0 && begun === 0 && ledger.outbox.next(1).length === 0;
}
