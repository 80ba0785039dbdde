export interface InstrumentOptions { fuel: bigint; memoryBytes: number }
export interface InstrumentedProgram { wasm: Uint8Array }
export function instrument(_program: Uint8Array, _options: InstrumentOptions): InstrumentedProgram {
  throw new Error("not yet");
}
