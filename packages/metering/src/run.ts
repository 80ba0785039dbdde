import type { Outcome } from "@computehive/protocol/outcome";
import { admitProgram } from "./admission.ts";
import { PAGE_BYTES } from "./caps.ts";
import { type Ending, endingOf, judge } from "./ending.ts";
import { HostFaultError } from "./errors.ts";
import { instantiationCost } from "./instantiation-cost.ts";
import { instrumentModule } from "./instrument.ts";
import { METER_EXPORTS } from "./meter-names.ts";
import { checkRequest } from "./request.ts";
import { readModule } from "./validate.ts";
import { createWasiHost, type WasiHost } from "./wasi/host.ts";
import { WASI_MODULE } from "./wasi/signatures.ts";

/** What an execution may use. */
export interface Limits {
  /** Below 2^62. */
  fuel: bigint;
  memoryBytes: number;
  /** Standard output, standard error and the files under /out, together. */
  outputBytes: number;
}

export interface RunRequest {
  program: Uint8Array;
  /** `args[0]` is the program's own name, given by the caller. */
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  stdin: Uint8Array;
  /** Read-only files under /in; names may contain "/" folders. */
  inputs: ReadonlyMap<string, Uint8Array>;
  /** 32 bytes from which the program's random numbers are derived. */
  seed: Uint8Array;
  limits: Limits;
}

export interface RunResult {
  outcome: Exclude<Outcome, "out-of-time">;
  /** 0 unless the outcome is "exited". */
  exitCode: number;
  fuel: bigint;
  stdout: Uint8Array;
  stderr: Uint8Array;
  /** Files left under /out, by relative path, sorted by it. */
  outputs: ReadonlyMap<string, Uint8Array>;
  memoryPeakBytes: number;
  /** A sentence for people; part of no hash. */
  detail: string;
}

export interface RunObserver {
  /** What the program wrote, as it writes it. */
  onOutput?(stream: "stdout" | "stderr", bytes: Uint8Array): void;
  /** Fuel used so far, exact, at each of the program's calls to its host; a program that only computes makes none. */
  onFuel?(used: bigint): void;
}

/**
 * Runs a program to its end, and returns the same result on every engine. The program runs on the calling thread without
 * a pause; whoever limits its wall time ends the thread or the process.
 *
 * @throws ProgramRefusedError for a program that ComputeHive does not run.
 * @throws RequestError for a request that no program could be run with.
 * @throws HostFaultError where this machine failed: its stack or memory is too small. Never a result.
 */
export async function run(request: RunRequest, observer: RunObserver = {}): Promise<RunResult> {
  checkRequest(request);
  const shape = readModule(request.program);
  admitProgram(shape);
  const host = createWasiHost(request, observer);
  const { limits } = request;
  const spent = instantiationCost(shape);
  if (spent > limits.fuel) return result(request, host, { kind: "out-of-fuel", fuel: limits.fuel, memoryBytes: 0 });
  const initialBytes = (shape.memory?.minimum ?? 0) * PAGE_BYTES;
  if (initialBytes > limits.memoryBytes)
    return result(request, host, { kind: "out-of-memory", fuel: spent, memoryBytes: 0 });

  const { wasm } = instrumentModule(shape, { fuel: limits.fuel - spent, memoryBytes: limits.memoryBytes });
  const module = await compile(wasm);
  return result(request, host, await execute(module, host, { limits, spent, initialBytes }));
}

interface ExecutionFacts {
  limits: Limits;
  /** Fuel paid for instantiation. */
  spent: bigint;
  initialBytes: number;
}

async function compile(wasm: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(wasm);
  } catch (cause) {
    throw new HostFaultError({ reason: "its engine does not compile the instrumented module", cause });
  }
}

async function execute(module: WebAssembly.Module, host: WasiHost, facts: ExecutionFacts): Promise<Ending> {
  let instance: WebAssembly.Instance;
  try {
    instance = await WebAssembly.instantiate(module, { [WASI_MODULE]: host.imports });
  } catch (error) {
    return endingOf(error, { fuel: facts.spent, memoryBytes: facts.initialBytes });
  }
  const { exports } = instance;
  const meter = {
    fuel: exports[METER_EXPORTS.fuel] as WebAssembly.Global<"i64">,
    stack: exports[METER_EXPORTS.stack] as WebAssembly.Global<"i64">,
    denied: exports[METER_EXPORTS.denied] as WebAssembly.Global<"i32">,
    memory: exports[METER_EXPORTS.memory] as WebAssembly.Memory | undefined,
  };
  host.attach(meter.memory, meter.fuel);
  let thrown: { error: unknown } | undefined;
  try {
    (exports[METER_EXPORTS.start] as (() => void) | undefined)?.();
    (exports[METER_EXPORTS.main] as () => void)();
  } catch (error) {
    thrown = { error };
  }
  return judge(thrown, {
    limit: facts.limits.fuel,
    fuelLeft: meter.fuel.value,
    stackLeft: meter.stack.value,
    denied: meter.denied.value,
    memoryBytes: meter.memory?.buffer.byteLength ?? 0,
  });
}

function result(request: RunRequest, { context }: WasiHost, ending: Ending): RunResult {
  return {
    outcome: ending.kind,
    exitCode: ending.exitCode ?? 0,
    fuel: ending.fuel,
    stdout: context.streams.stdout.view().slice(),
    stderr: context.streams.stderr.view().slice(),
    outputs: context.output.files(),
    memoryPeakBytes: ending.memoryBytes,
    detail: ending.detail ?? SENTENCES[ending.kind](request.limits, ending.exitCode ?? 0),
  };
}

const SENTENCES: Readonly<Record<Ending["kind"], (limits: Limits, exitCode: number) => string>> = {
  exited: (_, exitCode) => `The program exited with code ${exitCode}.`,
  trapped: () => "The program trapped.",
  "out-of-fuel": ({ fuel }) => `The program used up its ${fuel} units of fuel.`,
  "out-of-memory": ({ memoryBytes }) => `The program needs more than its ${memoryBytes} bytes of memory.`,
  "out-of-stack": () => "The program used up the metered stack: its calls are nested too deep.",
  "out-of-output": ({ outputBytes }) => `The program wrote more than its ${outputBytes} bytes of output.`,
};
