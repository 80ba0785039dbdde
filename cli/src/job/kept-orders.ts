import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { signedOrderSchema } from "@computehive/protocol/api/signed-order";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import type { KeptOrders } from "@computehive/sdk/hive-client";
import type { Hex } from "viem";
import { toJson } from "../terminal/json.ts";
import { UsageError } from "../usage-error.ts";

/** Signed orders of this machine, one file each: without its order nobody can dispute a job whose claim hides it. */
export interface OrderFolder extends KeptOrders {
  /** @returns the file. @throws UsageError where the folder cannot be written; the order must not leave then. */
  keep(jobId: Hex, signed: SignedClaim): string;
}

export function createOrderFolder(folder: string): OrderFolder {
  const fileOf = (jobId: Hex) => join(folder, `${jobId}.json`);
  return {
    keep(jobId, { order, terms, signature }) {
      const file = fileOf(jobId);
      try {
        mkdirSync(folder, { recursive: true });
        // Never half a file, however the process ends.
        writeFileSync(`${file}.part`, `${toJson({ order, terms, signature })}\n`, { mode: 0o600 });
        renameSync(`${file}.part`, file);
      } catch (cause) {
        throw new UsageError("The signed order cannot be kept here, so it was not given away.", {
          field: "HIVE_ORDERS",
          rule: "a folder that can be written",
          given: folder,
          cause,
        });
      }
      return file;
    },
    async find(jobId) {
      try {
        return signedOrderSchema.parse(JSON.parse(readFileSync(fileOf(jobId), "utf8")));
      } catch {
        // Nothing, or nothing that this version can read: the gateway may have it.
        return undefined;
      }
    },
  };
}
