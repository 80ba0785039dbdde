import { readFileSync } from "node:fs";
import { type StackFile, stackFileSchema } from "@computehive/sdk/stack-file";
import { writePrivately } from "./write-privately.ts";

/** As a whole or not at all, so that a reader never sees half of it. */
export function writeStackFile(file: string, stack: StackFile): void {
  writePrivately(file, `${JSON.stringify(stackFileSchema.parse(stack), null, 2)}\n`);
}

/** Nothing where no stack runs. */
export function readStackFile(file: string): StackFile | undefined {
  try {
    return stackFileSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
