import type { DatabaseSync } from "node:sqlite";
import { type PhaseEvent, phaseEventSchema, receiptUploadSchema } from "@computehive/protocol/api/execution";
import { canonicalBytes } from "@computehive/protocol/canonical";
import { receiptToJson } from "@computehive/protocol/receipt";
import type { Address, Hex } from "viem";
import type {
  AddPhaseResult,
  Entry,
  ExecutionRow,
  ExecutionRows,
  PutReceiptResult,
  StoredReceipt,
  Writer,
} from "../../executions/execution-rows.ts";
import type { Database } from "./database.ts";
import { appendLog, readLog } from "./log-rows.ts";

export function sqliteExecutionRows(database: Database): ExecutionRows {
  return {
    find: async (executionId) => database.read((sql) => findExecution(sql, executionId)),
    addPhase: async (entry, event, limits) => write(database, entry, (sql) => addPhase(sql, entry, event, limits)),
    phasesOf: async (writer) => database.read((sql) => phasesOf(sql, writer)),
    appendLog: async (entry, piece, limits) =>
      write(database, entry, (sql) => appendLog(sql, entry.claim, piece, limits)),
    readLog: async (writer, range) => database.read((sql) => readLog(sql, writer, range)),
    putReceipt: async (entry, receipt) => write(database, entry, (sql) => putReceipt(sql, entry, receipt)),
    findReceipt: async (writer) => database.read((sql) => findReceipt(sql, writer)),
    expire: async (before, limit) => database.transaction((sql) => expire(sql, before, limit)),
  };
}

function write<Result>(database: Database, { claim, now }: Entry, work: (sql: DatabaseSync) => Result): Result {
  return database.transaction((sql) => {
    sql
      .prepare(
        `insert or replace into execution (execution_id, job_id, node, provider, block_number, block_hash, updated_at)
         values (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(claim.executionId, claim.jobId, claim.node, claim.provider, Number(claim.blockNumber), claim.blockHash, now);
    return work(sql);
  });
}

function findExecution(sql: DatabaseSync, executionId: Hex): ExecutionRow | undefined {
  const row = sql.prepare("select * from execution where execution_id = ?").get(executionId);
  if (!row) return undefined;
  const claim = {
    executionId,
    jobId: String(row.job_id) as Hex,
    node: String(row.node) as Address,
    provider: String(row.provider) as Address,
    blockNumber: BigInt(Number(row.block_number)),
    blockHash: String(row.block_hash) as Hex,
  };
  return { claim, updatedAt: Number(row.updated_at) };
}

function addPhase(
  sql: DatabaseSync,
  { claim, now }: Entry,
  event: PhaseEvent,
  { maxPhases }: { maxPhases: number },
): AddPhaseResult {
  const { executionId, node } = claim;
  const body = new TextDecoder().decode(canonicalBytes({ ...event }));
  const ofWriter = "from phase where execution_id = ? and node = ?";
  if (sql.prepare(`select 1 ${ofWriter} and body = ?`).get(executionId, node.toLowerCase(), body))
    return { kind: "known" };

  const count = Number(sql.prepare(`select count(*) count ${ofWriter}`).get(executionId, node.toLowerCase())?.count);
  if (count >= maxPhases) return { kind: "too-many" };
  sql
    .prepare("insert into phase (execution_id, node, sequence, body, received_at) values (?, ?, ?, ?, ?)")
    .run(executionId, node.toLowerCase(), count, body, now);
  return { kind: "added" };
}

function phasesOf(sql: DatabaseSync, { executionId, node }: Writer): PhaseEvent[] {
  const rows = sql
    .prepare("select body from phase where execution_id = ? and node = ? order by sequence")
    .all(executionId, node.toLowerCase());
  return rows.map(({ body }) => phaseEventSchema.parse(JSON.parse(String(body))));
}

function putReceipt(sql: DatabaseSync, { claim, now }: Entry, { hash, upload }: StoredReceipt): PutReceiptResult {
  const held = findReceipt(sql, claim);
  if (held) return held.hash === hash ? { kind: "known" } : { kind: "differs", held: held.hash };
  const body = JSON.stringify({ ...upload, receipt: receiptToJson(upload.receipt) });
  sql
    .prepare("insert into receipt (execution_id, node, hash, body, received_at) values (?, ?, ?, ?, ?)")
    .run(claim.executionId, claim.node.toLowerCase(), hash, body, now);
  return { kind: "stored" };
}

function findReceipt(sql: DatabaseSync, { executionId, node }: Writer): StoredReceipt | undefined {
  const row = sql
    .prepare("select hash, body from receipt where execution_id = ? and node = ?")
    .get(executionId, node.toLowerCase());
  if (!row) return undefined;
  return { hash: String(row.hash) as Hex, upload: receiptUploadSchema.parse(JSON.parse(String(row.body))) };
}

function expire(sql: DatabaseSync, before: number, limit: number): number {
  const due = sql
    .prepare("select execution_id from execution where updated_at < ? order by updated_at limit ?")
    .all(before, limit);
  for (const table of ["phase", "log_chunk", "log", "receipt", "execution"]) {
    const remove = sql.prepare(`delete from ${table} where execution_id = ?`);
    for (const row of due) remove.run(String(row.execution_id));
  }
  return due.length;
}
