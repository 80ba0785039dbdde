import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { decodeJson } from "../../src/ledger/json.ts";
import type { Ballot, ExecutionRow, TransactionRow } from "../../src/ledger/ledger.ts";

/** What the ledger in `folder` says, read beside the agent that writes it. */
export function readLedger(folder: string): {
  executions: ExecutionRow[];
  transactions: TransactionRow[];
  receipts: { digest: string; signature: string | null }[];
} {
  return reading(join(folder, "ledger.db"), (sql, documents) => ({
    executions: documents<ExecutionRow>("executions"),
    transactions: documents<TransactionRow>("transactions"),
    receipts: sql.prepare("select digest, signature from receipts").all() as unknown as {
      digest: string;
      signature: string | null;
    }[],
  }));
}

/** The same of a juror's. */
export function readJurorLedger(folder: string): { ballots: Ballot[]; transactions: TransactionRow[] } {
  return reading(join(folder, "juror.db"), (_, documents) => ({
    ballots: documents<Ballot>("ballots"),
    transactions: documents<TransactionRow>("transactions"),
  }));
}

type Documents = <Row>(table: string) => Row[];

function reading<Result>(file: string, read: (sql: DatabaseSync, documents: Documents) => Result): Result {
  const sql = new DatabaseSync(file, { readOnly: true });
  const documents = <Row>(table: string) =>
    sql
      .prepare(`select document from ${table}`)
      .all()
      .map(({ document }) => decodeJson<Row>(String(document)));
  try {
    return read(sql, documents);
  } finally {
    sql.close();
  }
}
