import { ProgramRefusedError } from "@computehive/metering/errors";
import { instrument } from "@computehive/metering/instrument";
import { type RunObserver, type RunRequest, type RunResult, run } from "@computehive/metering/run";
import { inspectProgram } from "@computehive/metering/validate";
import type { Clock } from "@computehive/protocol/clock";
import { ComputeHiveError } from "@computehive/protocol/error";
import { documentOf, runRequestOf } from "@computehive/sdk/execution";
import type { MeterAnswer, MeterFailure, MeterNews, MeterRequest } from "./messages.ts";

export interface PerformPorts {
  readonly tell: (news: MeterNews) => void;
  readonly clock: Clock;
}

/** Fuel of the stretch that the speed is measured on: about a tenth of a second. */
const TRIAL_FUEL = 100_000_000n;
/** Programs that may use less end too soon for a measurement to be of use. */
const TRIAL_FROM = 10n * TRIAL_FUEL;
/** Least time between two messages about fuel, milliseconds. */
const NEWS_INTERVAL = 100;

/** Does what the worker is asked. It never throws: a failure is an answer. */
export async function perform(request: MeterRequest, ports: PerformPorts): Promise<MeterAnswer> {
  try {
    switch (request.act) {
      case "run":
        return { kind: "ran", result: await runMeasured(request.request, ports) };
      case "execute": {
        const result = await runMeasured(runRequestOf(request.manifest, request.blobs), ports);
        return { kind: "executed", executed: { result, ...documentOf(result) } };
      }
      case "validate": {
        const report = inspectProgram(request.program);
        // Some programs are only found to be too large when the meter is put in.
        instrument(request.program, request.limits);
        return { kind: "validated", report };
      }
    }
  } catch (error) {
    return failureOf(error);
  }
}

async function runMeasured(request: RunRequest, { tell, clock }: PerformPorts): Promise<RunResult> {
  if (request.limits.fuel >= TRIAL_FROM) {
    const speed = await speedOf(request, clock);
    if (speed !== undefined) tell({ kind: "speed", fuelPerMillisecond: speed });
  }
  tell({ kind: "started" });
  return run(request, observerOf({ tell, clock }));
}

/** Runs the program's beginning and throws it away: a running program cannot be asked how far it is. */
async function speedOf(request: RunRequest, clock: Clock): Promise<number | undefined> {
  const from = clock.now();
  const { outcome, fuel } = await run({ ...request, limits: { ...request.limits, fuel: TRIAL_FUEL } });
  const milliseconds = clock.now() - from;
  return outcome === "out-of-fuel" && milliseconds > 0 ? Number(fuel) / milliseconds : undefined;
}

function observerOf({ tell, clock }: PerformPorts): RunObserver {
  let told = clock.now();
  return {
    onOutput: (stream, bytes) => tell({ kind: "output", stream, bytes: bytes.slice() }),
    onFuel(used) {
      const now = clock.now();
      if (now - told < NEWS_INTERVAL) return;
      told = now;
      tell({ kind: "fuel", used });
    },
  };
}

function failureOf(error: unknown): MeterFailure {
  if (!(error instanceof Error)) return { kind: "failed", name: "Error", sentence: String(error), lines: [] };
  if (!(error instanceof ComputeHiveError)) {
    return { kind: "failed", name: error.name, sentence: error.message, lines: [] };
  }
  const refusal = error instanceof ProgramRefusedError ? { rule: error.rule, offset: error.offset } : {};
  return { kind: "failed", name: error.name, sentence: error.shortMessage, lines: error.metaMessages, ...refusal };
}
