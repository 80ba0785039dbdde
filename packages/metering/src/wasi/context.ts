import type { ByteLog } from "./byte-log.ts";
import type { VirtualClock } from "./clock.ts";
import type { DescriptorTable } from "./descriptors.ts";
import type { OutputTree } from "./files.ts";
import type { GuestMemory } from "./guest-memory.ts";
import type { OutputMeter } from "./output-meter.ts";
import type { SeededRandom } from "./random.ts";

/** Everything a WASI call may touch. There is no way from here to the host. */
export interface WasiContext {
  memory: GuestMemory;
  descriptors: DescriptorTable;
  output: OutputTree;
  outputMeter: OutputMeter;
  clock: VirtualClock;
  random: SeededRandom;
  args: readonly Uint8Array[];
  /** "NAME=value", sorted. */
  env: readonly Uint8Array[];
  stdin: { bytes: Uint8Array; position: number };
  streams: Readonly<Record<"stdout" | "stderr", ByteLog>>;
  /** Takes fuel for work that grows with its operands; ends the program where there is none left. */
  charge(units: number): void;
  onOutput(stream: "stdout" | "stderr", bytes: Uint8Array): void;
}

/** A parameter of 32 bits arrives unsigned, one of 64 bits as an unsigned bigint. */
export type WasiArgument = number | bigint;

/** A call's answer is an error number; failures may also be thrown as WasiError. */
export type WasiCall = (context: WasiContext, ...parameters: never[]) => number;
