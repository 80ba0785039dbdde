import { STACK_BYTES } from "../../src/stack.ts";

/** What calling every exported function of a random module showed. */
export interface Exercise {
  lines: string[];
  /** The host's or the metered stack ended a call: how deep that is differs with and without a meter. */
  overflowed: boolean;
  fuelLeft: string;
}

/** Calls the functions that a module exports, in order, each with zeroes, and writes down what comes back. */
export async function exercise(wasm: Uint8Array<ArrayBuffer>): Promise<Exercise> {
  const lines: string[] = [];
  const log = (value: unknown): void => {
    lines.push(`log ${show(value)}`);
  };
  const { instance } = await WebAssembly.instantiate(wasm, {
    "fuzzing-support": Object.fromEntries(["i32", "i64", "f32", "f64", "v128"].map((type) => [`log-${type}`, log])),
  });
  const { exports } = instance;
  const fuel = exports["computehive:fuel"] as WebAssembly.Global<"i64"> | undefined;
  const stack = exports["computehive:stack"] as WebAssembly.Global<"i64"> | undefined;
  let overflowed = false;
  for (const [name, member] of Object.entries(exports)) {
    if (typeof member !== "function") continue;
    (exports.hangLimitInitializer as () => void)();
    lines.push(`${name} ${call(member as (...zeroes: unknown[]) => unknown)}`);
    overflowed ||= lines.at(-1)?.includes("RangeError") === true || (stack !== undefined && stack.value < 0n);
    if (stack) stack.value = STACK_BYTES;
  }
  return { lines, overflowed, fuelLeft: String(fuel?.value ?? 0n) };
}

/** Parameters of 64 bits want a bigint: each mixture of up to four is tried until one fits. */
function call(member: (...zeroes: unknown[]) => unknown): string {
  for (let mixture = 0; mixture < 2 ** Math.min(member.length, 6); mixture++) {
    const zeroes = Array.from({ length: member.length }, (_, index) => ((mixture >> index) & 1 ? 0n : 0));
    try {
      return show(member(...zeroes));
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof SyntaxError))
        return `${(error as Error).name}: ${(error as Error).message}`;
    }
  }
  return "not callable";
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.map(show).join();
  return Object.is(value, -0) ? "-0" : String(value);
}
