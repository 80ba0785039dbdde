import { execution, job } from "ponder:schema";
import { handle } from "../handle.ts";
import { placeOf } from "../record/place.ts";
import { executionRow, touchedBy } from "./job-rows.ts";

/** Comes before the market's settlement, in the same transaction. The arbiter speaks of no job but a disputed one. */
handle("arbiter:Ruled", async (db, event) => {
  const { jobId, finding, reason } = event.args;
  const row = await db.find(job, { id: jobId });
  if (!row?.executionId) return {};
  await db
    .update(execution, { id: row.executionId })
    .set({ finding, findingReason: reason.replaceAll("\0", "\u{fffd}"), ruled: placeOf(event) });
  return { ...touchedBy(row, await executionRow(db, row.executionId)), executionId: row.executionId };
});
