import { pathSchema } from "@computehive/protocol/manifest";
import { OUTCOMES } from "@computehive/protocol/outcome";
import { pathListFault } from "@computehive/protocol/path";
import { z } from "zod";

/** What the agent asks of the process; `program`, `stdin` and input bytes follow in this order as frames of bytes. */
export interface RunMessage {
  type: "run";
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Hexadecimal digits. */
  seed: string;
  limits: { fuel: string; memoryBytes: number; outputBytes: number };
  programBytes: number;
  stdinBytes: number;
  inputs: { path: string; size: number }[];
}

const size = z
  .int()
  .min(0)
  .max(2 ** 40);
const text = z.string().max(4_000);

/** What the process may say. It may have been taken over by the program it runs: nothing of this is believed unchecked. */
export const childMessageSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ready") }),
  z.strictObject({
    type: z.literal("finished"),
    outcome: z.enum(OUTCOMES).exclude(["out-of-time"]),
    exitCode: z
      .int()
      .min(0)
      .max(2 ** 32 - 1),
    fuel: z.string().regex(/^(0|[1-9]\d{0,19})$/),
    memoryPeakBytes: size,
    detail: text,
    stdoutBytes: size,
    stderrBytes: size,
    files: z
      .array(z.strictObject({ path: pathSchema, size }))
      .max(1_024)
      .refine((files) => pathListFault(files.map(({ path }) => path)) === undefined, "file paths are not in order"),
  }),
  z.strictObject({ type: z.literal("refused"), rule: z.string().max(100), message: text }),
  z.strictObject({ type: z.literal("hostFault"), message: text }),
]);

export type ChildMessage = z.output<typeof childMessageSchema>;
export type FinishedMessage = Extract<ChildMessage, { type: "finished" }>;
