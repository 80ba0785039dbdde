import { readFileSync } from "node:fs";
import { ComputeHiveError } from "@computehive/protocol/error";
import { z } from "zod";
import { writeFileAtomically } from "./write-file.ts";

const schema = z.strictObject({
  chainId: z.number().int().positive(),
  /** The marker of one chain's life: no two chains share it, and no restart changes it. */
  genesisHash: z.string().regex(/^0x[0-9a-f]{64}$/),
  genesis: z.strictObject({ timestamp: z.number().int(), baseFee: z.number().int() }),
  /** The state that the last clean stop left. Absent while the chain runs, and after a kill. */
  cleanStop: z.strictObject({ savedAt: z.number(), bytes: z.number() }).optional(),
});

export type ChainRecord = z.infer<typeof schema>;

/** What is known about the chain in a folder; undefined where none has been. Throws when it was made for another chain id. */
export function readChainRecord(file: string, chainId: number): ChainRecord | undefined {
  const record = parse(file);
  if (record && record.chainId !== chainId)
    throw new ChainIdMismatchError({ file, found: record.chainId, wanted: chainId });
  return record;
}

export function writeChainRecord(file: string, record: ChainRecord): void {
  writeFileAtomically(file, `${JSON.stringify(record, null, 2)}\n`);
}

function parse(file: string): ChainRecord | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

export class ChainIdMismatchError extends ComputeHiveError {
  override readonly name = "ChainIdMismatchError";
  constructor({ file, found, wanted }: { file: string; found: number; wanted: number }) {
    super(`The chain on disk has id ${found}, not ${wanted}.`, {
      metaMessages: [`Record: ${file}`, "Use that id, another folder, or begin anew."],
    });
  }
}
