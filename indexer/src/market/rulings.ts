import { execution, job } from "ponder:schema";
import type { Address, Hex } from "viem";
import type { Db } from "../db.ts";
import { ARBITER_ACCOUNT } from "../deployment.ts";
import { handle } from "../handle.ts";
import { type Placed, placeOf } from "../record/place.ts";
import type { Touches } from "../record/touches.ts";
import { type ExecutionRow, executionRow, touchedBy } from "./job-rows.ts";

handle("arbiter:Ruled", (db, event) => {
  const { jobId, finding, reason } = event.args;
  const ruling = { finding, findingReason: reason.replaceAll("\0", "\u{fffd}"), feeRecipient: ARBITER_ACCOUNT };
  return noteRuling(db, event, { jobId, ruling });
});

interface Ruled {
  readonly jobId: Hex;
  readonly ruling: Pick<ExecutionRow, "finding" | "findingReason"> & { readonly feeRecipient: Address };
}

/** A resolver's word comes before the market's settlement, in the same transaction. It speaks of no job but a disputed one. */
export async function noteRuling(db: Db, event: Placed, { jobId, ruling }: Ruled): Promise<Touches> {
  const row = await db.find(job, { id: jobId });
  if (!row?.executionId) return {};
  await db.update(execution, { id: row.executionId }).set({ ...ruling, ruled: placeOf(event) });
  return { ...touchedBy(row, await executionRow(db, row.executionId)), executionId: row.executionId };
}
