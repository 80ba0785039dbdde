import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import type { Mutant } from "./mutants.ts";
import type { Verdict } from "./workbench.ts";

const entrySchema = z.object({
  key: z.string(),
  file: z.string(),
  line: z.number(),
  before: z.string(),
  after: z.string(),
  result: z.enum(["killed", "survived", "broken"]),
  by: z.string().optional(),
});

/** What was found out so far, a line each, so that an interrupted run goes on where it stopped. The last word on a mutant counts. */
export interface MutationLog {
  resultOf(mutant: Mutant): Verdict | undefined;
  add(mutant: Mutant, verdict: Verdict): void;
}

export function openMutationLog(path: string): MutationLog {
  mkdirSync(dirname(path), { recursive: true });
  const known = new Map<string, Verdict>();
  if (existsSync(path)) {
    for (const line of readFileSync(path, "utf8").split("\n")) {
      if (line === "") continue;
      const { key, result, by } = entrySchema.parse(JSON.parse(line));
      known.set(key, { result, ...(by !== undefined && { by }) });
    }
  }
  return {
    resultOf: (mutant) => known.get(keyOf(mutant)),
    add(mutant, verdict) {
      const key = keyOf(mutant);
      known.set(key, verdict);
      const { file, line, before, after } = mutant;
      appendFileSync(path, `${JSON.stringify({ key, file, line, before, after, ...verdict })}\n`);
    },
  };
}

/** The whole changed source: a mutant of another version of the file is another one. */
export function keyOf({ file, source }: Mutant): string {
  return createHash("sha256").update(file).update("\0").update(source).digest("hex").slice(0, 16);
}
