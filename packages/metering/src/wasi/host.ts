import { COSTS } from "../costs.ts";
import { RequestError } from "../errors.ts";
import type { RunObserver, RunRequest } from "../run.ts";
import { ByteLog } from "./byte-log.ts";
import { WASI_CALLS } from "./calls.ts";
import { VirtualClock } from "./clock.ts";
import type { WasiArgument, WasiContext } from "./context.ts";
import { DescriptorTable } from "./descriptors.ts";
import { ProgramStopped, WasiError } from "./errno.ts";
import { OutputTree } from "./files.ts";
import { GuestMemory } from "./guest-memory.ts";
import { buildInputTree } from "./input-tree.ts";
import { OutputMeter } from "./output-meter.ts";
import { SeededRandom } from "./random.ts";
import { WASI_SIGNATURES, type WasiName } from "./signatures.ts";
import { compareNames, encodeText } from "./text.ts";

/** The program's world: its files, streams, clock and random numbers, and the functions it imports. */
export interface WasiHost {
  context: WasiContext;
  imports: Readonly<Record<string, (...parameters: WasiArgument[]) => number>>;
  /** Gives the host the instantiated module's memory and fuel. */
  attach(memory: WebAssembly.Memory | undefined, fuel: WebAssembly.Global<"i64">): void;
}

export function createWasiHost(request: RunRequest, observer: RunObserver): WasiHost {
  let fuel: WebAssembly.Global<"i64"> | undefined;
  const charge = (units: number): void => {
    if (fuel === undefined) throw new ProgramStopped("out-of-fuel");
    fuel.value -= BigInt(units);
    if (fuel.value < 0n) throw new ProgramStopped("out-of-fuel");
    observer.onFuel?.(request.limits.fuel - fuel.value);
  };
  const context = createContext(request, observer, charge);
  const names = Object.keys(WASI_SIGNATURES) as WasiName[];
  return {
    context,
    imports: Object.fromEntries(names.map((name) => [name, bindCall(context, name)])),
    attach(memory, fuelGlobal) {
      context.memory.attach(memory);
      fuel = fuelGlobal;
    },
  };
}

function bindCall(context: WasiContext, name: WasiName): (...parameters: WasiArgument[]) => number {
  const call = WASI_CALLS[name] as (context: WasiContext, ...parameters: WasiArgument[]) => number;
  return (...parameters) => {
    context.charge(COSTS.wasiCall);
    try {
      return call(context, ...parameters.map(toUnsigned));
    } catch (error) {
      if (error instanceof WasiError) return error.errno;
      throw error;
    }
  };
}

function toUnsigned(parameter: WasiArgument): WasiArgument {
  return typeof parameter === "bigint" ? BigInt.asUintN(64, parameter) : parameter >>> 0;
}

function createContext(request: RunRequest, observer: RunObserver, charge: (units: number) => void): WasiContext {
  const outputMeter = new OutputMeter(request.limits.outputBytes);
  const output = new OutputTree(outputMeter);
  const descriptors = new DescriptorTable();
  for (const kind of ["stdin", "stdout", "stderr"] as const) descriptors.add({ kind });
  const folder = (root: OutputTree["root"], preopen: string): void => {
    descriptors.add({ kind: "folder", folder: root, preopen, listing: undefined });
  };
  folder(buildInputTree(request.inputs), "/in");
  folder(output.root, "/out");
  return {
    memory: new GuestMemory(),
    descriptors,
    output,
    outputMeter,
    clock: new VirtualClock(),
    random: new SeededRandom(request.seed),
    args: request.args.map(encodeArgument),
    env: environment(request.env),
    stdin: { bytes: request.stdin, position: 0 },
    streams: { stdout: new ByteLog(), stderr: new ByteLog() },
    charge,
    onOutput: (stream, bytes) => observer.onOutput?.(stream, bytes),
  };
}

function environment(env: Readonly<Record<string, string>>): Uint8Array[] {
  const names = Object.keys(env).sort(compareNames);
  return names.map((name) => {
    if (name === "" || name.includes("="))
      throw new RequestError(`The environment variable "${name}" has no valid name.`);
    return encodeArgument(`${name}=${env[name] as string}`);
  });
}

function encodeArgument(text: string): Uint8Array {
  if (text.includes("\0")) throw new RequestError("An argument or environment variable contains NUL.");
  return encodeText(text);
}
