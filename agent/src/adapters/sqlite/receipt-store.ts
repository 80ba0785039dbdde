import type { DatabaseSync } from "node:sqlite";
import type { Receipt } from "@computehive/protocol/receipt";
import type { Hex } from "viem";
import { decodeJson, encodeJson } from "../../ledger/json.ts";
import type { ReceiptRow, ReceiptStore } from "../../ledger/ledger.ts";

export function createReceiptStore(sql: DatabaseSync): ReceiptStore {
  const get = sql.prepare("select * from receipts where execution_id = ? and sequence = ?");
  const add = sql.prepare(
    "insert into receipts (execution_id, sequence, digest, document, signature) values (?, ?, ?, ?, ?)",
  );
  const sign = sql.prepare(
    "update receipts set signature = ? where execution_id = ? and sequence = ? and signature is null",
  );
  const all = sql.prepare("select * from receipts order by execution_id, sequence");

  return {
    get(executionId, sequence) {
      const found = get.get(executionId, sequence.toString());
      return found && read(found);
    },
    add({ executionId, sequence, digest, receipt, signature }) {
      add.run(executionId, sequence.toString(), digest, encodeJson(receipt), signature ?? null);
    },
    setSignature(executionId, sequence, signature) {
      sign.run(signature, executionId, sequence.toString());
    },
    all: () => all.all().map(read),
  };
}

function read(row: Record<string, unknown>): ReceiptRow {
  return {
    executionId: String(row.execution_id) as Hex,
    sequence: BigInt(String(row.sequence)),
    digest: String(row.digest) as Hex,
    receipt: decodeJson<Receipt>(String(row.document)),
    ...(row.signature ? { signature: String(row.signature) as Hex } : {}),
  };
}
