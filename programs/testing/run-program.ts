import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type RunResult, run } from "@computehive/metering/run";

const folder = join(import.meta.dirname, "..");
const limits = { fuel: 20_000_000_000n, memoryBytes: 256 * 1024 * 1024, outputBytes: 64 * 1024 * 1024 };

export type ProgramName = "hello" | "text-statistics" | "image-filter" | "numeric-kernel";

export interface ProgramEnd extends RunResult {
  /** Standard output and error as text. */
  log: string;
  complaint: string;
}

/** Runs the committed module of an example program through the meter, with limits that no test reaches. */
export async function runProgram(
  name: ProgramName,
  args: readonly string[],
  inputs: Readonly<Record<string, Uint8Array>> = {},
): Promise<ProgramEnd> {
  const result = await run({
    program: await readFile(join(folder, name, "program.wasm")),
    args: [name, ...args],
    env: {},
    stdin: new Uint8Array(),
    inputs: new Map(Object.entries(inputs)),
    seed: new Uint8Array(32),
    limits,
  });
  const decoder = new TextDecoder();
  return { ...result, log: decoder.decode(result.stdout), complaint: decoder.decode(result.stderr) };
}

/** An output file as text. */
export function outputText(end: ProgramEnd, name: string): string {
  const bytes = end.outputs.get(name);
  if (bytes === undefined) throw new Error(`The program left no ${name}. It said: ${end.complaint}`);
  return new TextDecoder().decode(bytes);
}
