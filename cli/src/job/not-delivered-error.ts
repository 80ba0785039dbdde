import { ComputeHiveError } from "@computehive/protocol/error";
import type { Hex } from "viem";

/** A receipt was submitted, and what stands behind it is not to be had. */
export class NotDeliveredError extends ComputeHiveError {
  override readonly name = "NotDeliveredError";
  constructor({ jobId, executionId, missing = [] }: { jobId: Hex; executionId: Hex; missing?: readonly string[] }) {
    super("The node submitted a receipt, and the gateway does not have what stands behind it.", {
      metaMessages: [
        `Execution: ${executionId}`,
        ...missing.map((what) => `Missing:   ${what}`),
        `Within the dispute window: hive job dispute ${jobId} --complaint not-delivered`,
      ],
    });
  }
}
