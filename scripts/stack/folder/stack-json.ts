import { readFileSync } from "node:fs";
import { wait } from "@computehive/sdk/retry";
import { type StackFile, stackFileSchema } from "@computehive/sdk/stack-file";
import { writePrivately } from "./write-privately.ts";

const LOOK_MS = 250;

/** Writes what runs now, and again whenever it has changed: a process that was restarted has another id. */
export async function keepStackFile(file: string, describe: () => StackFile, signal: AbortSignal): Promise<void> {
  let written = "";
  while (!signal.aborted) {
    const text = `${JSON.stringify(stackFileSchema.parse(describe()), null, 2)}\n`;
    if (text !== written) writePrivately(file, text);
    written = text;
    await wait(LOOK_MS, signal).catch(() => undefined);
  }
}

/** Nothing where no stack runs. */
export function readStackFile(file: string): StackFile | undefined {
  try {
    return stackFileSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
