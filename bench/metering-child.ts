import { readFile } from "node:fs/promises";
import { instrument } from "@computehive/metering/instrument";
import { METER_EXPORTS } from "@computehive/metering/meter-names";
import type { RunRequest } from "@computehive/metering/run";
import { ProgramStopped } from "@computehive/metering/wasi/errno";
import { createWasiHost } from "@computehive/metering/wasi/host";
import { WASI_MODULE } from "@computehive/metering/wasi/signatures";

/** Runs one kernel until `LEAST_MILLISECONDS` of processor time are over, and prints the time of one run. */
const LEAST_MILLISECONDS = 1_000;
const FUEL = 10n ** 17n;
const MEMORY_BYTES = 512 * 1024 * 1024;

const [path = "", mode = "", kernel = "", size = ""] = process.argv.slice(2);
const program = new Uint8Array(await readFile(path));
const request: RunRequest = {
  program,
  args: ["kernels", kernel, size],
  env: {},
  stdin: new Uint8Array(),
  inputs: new Map(),
  seed: new Uint8Array(32),
  limits: { fuel: FUEL, memoryBytes: MEMORY_BYTES, outputBytes: 65_536 },
};
const metered = mode === "metered";
const module = await WebAssembly.compile(
  metered ? instrument(program, { fuel: FUEL, memoryBytes: MEMORY_BYTES }).wasm : program,
);

await runOnce();
let rounds = 0;
let spent = 0;
while (spent < LEAST_MILLISECONDS) {
  spent += await runOnce();
  rounds++;
}
process.stdout.write(String(spent / rounds));

async function runOnce(): Promise<number> {
  const host = createWasiHost(request, {});
  const { exports } = await WebAssembly.instantiate(module, { [WASI_MODULE]: host.imports });
  const fuel = metered
    ? (exports[METER_EXPORTS.fuel] as WebAssembly.Global<"i64">)
    : new WebAssembly.Global({ value: "i64", mutable: true }, FUEL);
  host.attach(exports[metered ? METER_EXPORTS.memory : "memory"] as WebAssembly.Memory, fuel);
  const before = process.cpuUsage();
  try {
    (exports[metered ? METER_EXPORTS.main : "_start"] as () => void)();
  } catch (error) {
    if (!(error instanceof ProgramStopped) || error.exitCode !== 0) throw error;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
