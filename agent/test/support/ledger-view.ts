import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { decodeJson } from "../../src/ledger/json.ts";
import type { ExecutionRow, TransactionRow } from "../../src/ledger/ledger.ts";

/** What the ledger in `folder` says, read beside the agent that writes it. */
export function readLedger(folder: string): {
  executions: ExecutionRow[];
  transactions: TransactionRow[];
  receipts: { digest: string; signature: string | null }[];
} {
  const sql = new DatabaseSync(join(folder, "ledger.db"), { readOnly: true });
  try {
    const documents = <Row>(table: string) =>
      sql
        .prepare(`select document from ${table}`)
        .all()
        .map(({ document }) => decodeJson<Row>(String(document)));
    const receipts = sql.prepare("select digest, signature from receipts").all() as unknown as {
      digest: string;
      signature: string | null;
    }[];
    return { executions: documents("executions"), transactions: documents("transactions"), receipts };
  } finally {
    sql.close();
  }
}
