import type { DatabaseSync } from "node:sqlite";
import { decodeJson, encodeJson } from "../../ledger/json.ts";
import type { TransactionRow, TransactionStore } from "../../ledger/ledger.ts";

export function createTransactionStore(sql: DatabaseSync): TransactionStore {
  const add = sql.prepare(
    "insert into transactions (subject, action, version, nonce, status, hash, document) values (?, ?, ?, ?, ?, ?, ?)",
  );
  const update = sql.prepare("update transactions set status = ?, hash = ?, document = ? where id = ?");
  const of = sql.prepare("select id, document from transactions where subject = ? and action = ? order by version");
  const all = sql.prepare("select id, document from transactions order by id");

  return {
    add(row) {
      const { lastInsertRowid } = add.run(
        row.subject,
        row.action,
        row.version,
        row.unsigned.nonce,
        row.status,
        row.hash ?? null,
        encodeJson(row),
      );
      return { ...row, id: Number(lastInsertRowid) };
    },
    update(row) {
      update.run(row.status, row.hash ?? null, encodeJson(row), row.id);
    },
    of: (subject, action) => of.all(subject, action).map(read),
    withStatus(statuses) {
      const marks = statuses.map(() => "?").join(", ");
      return sql
        .prepare(`select id, document from transactions where status in (${marks}) order by nonce, version`)
        .all(...statuses)
        .map(read);
    },
    all: () => all.all().map(read),
  };
}

function read(row: Record<string, unknown>): TransactionRow {
  return { ...decodeJson<TransactionRow>(String(row.document)), id: Number(row.id) };
}
