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
import { appendLog, readLog } from "./log-rows.ts";
import type { Sql, SqlDatabase } from "./sql.ts";

export function sqlExecutionRows(database: SqlDatabase): ExecutionRows {
  return {
    find: (executionId) => database.read((sql) => findExecution(sql, executionId)),
    addPhase: (entry, event, limits) => write(database, entry, (sql) => addPhase(sql, entry, event, limits)),
    phasesOf: (writer) => database.read((sql) => phasesOf(sql, writer)),
    appendLog: (entry, piece, limits) => write(database, entry, (sql) => appendLog(sql, entry.claim, piece, limits)),
    readLog: (writer, range) => database.read((sql) => readLog(sql, writer, range)),
    putReceipt: (entry, receipt) => write(database, entry, (sql) => putReceipt(sql, entry, receipt)),
    findReceipt: (writer) => database.read((sql) => findReceipt(sql, writer)),
    expire: (before, limit) => database.transaction((sql) => expire(sql, before, limit)),
  };
}

function write<Result>(
  database: SqlDatabase,
  { claim, now }: Entry,
  work: (sql: Sql) => Promise<Result>,
): Promise<Result> {
  return database.transaction(async (sql) => {
    await sql.run(
      `insert into execution (execution_id, job_id, node, provider, block_number, block_hash, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (execution_id) do update set job_id = excluded.job_id, node = excluded.node,
         provider = excluded.provider, block_number = excluded.block_number, block_hash = excluded.block_hash,
         updated_at = excluded.updated_at`,
      claim.executionId,
      claim.jobId,
      claim.node,
      claim.provider,
      Number(claim.blockNumber),
      claim.blockHash,
      now,
    );
    return work(sql);
  });
}

async function findExecution(sql: Sql, executionId: Hex): Promise<ExecutionRow | undefined> {
  const row = await sql.get("select * from execution where execution_id = $1", executionId);
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

async function addPhase(
  sql: Sql,
  { claim, now }: Entry,
  event: PhaseEvent,
  { maxPhases }: { maxPhases: number },
): Promise<AddPhaseResult> {
  const body = new TextDecoder().decode(canonicalBytes({ ...event }));
  const of = [claim.executionId, claim.node.toLowerCase()] as const;
  const ofWriter = "from phase where execution_id = $1 and node = $2";
  if (await sql.get(`select 1 as known ${ofWriter} and body = $3`, ...of, body)) return { kind: "known" };

  const count = Number((await sql.get(`select count(*) as count ${ofWriter}`, ...of))?.count);
  if (count >= maxPhases) return { kind: "too-many" };
  await sql.run(
    "insert into phase (execution_id, node, sequence, body, received_at) values ($1, $2, $3, $4, $5)",
    ...of,
    count,
    body,
    now,
  );
  return { kind: "added" };
}

async function phasesOf(sql: Sql, { executionId, node }: Writer): Promise<PhaseEvent[]> {
  const rows = await sql.all(
    "select body from phase where execution_id = $1 and node = $2 order by sequence",
    executionId,
    node.toLowerCase(),
  );
  return rows.map(({ body }) => phaseEventSchema.parse(JSON.parse(String(body))));
}

async function putReceipt(sql: Sql, { claim, now }: Entry, { hash, upload }: StoredReceipt): Promise<PutReceiptResult> {
  const held = await findReceipt(sql, claim);
  if (held) return held.hash === hash ? { kind: "known" } : { kind: "differs", held: held.hash };
  const body = JSON.stringify({ ...upload, receipt: receiptToJson(upload.receipt) });
  await sql.run(
    "insert into receipt (execution_id, node, hash, body, received_at) values ($1, $2, $3, $4, $5)",
    claim.executionId,
    claim.node.toLowerCase(),
    hash,
    body,
    now,
  );
  return { kind: "stored" };
}

async function findReceipt(sql: Sql, { executionId, node }: Writer): Promise<StoredReceipt | undefined> {
  const row = await sql.get(
    "select hash, body from receipt where execution_id = $1 and node = $2",
    executionId,
    node.toLowerCase(),
  );
  if (!row) return undefined;
  return { hash: String(row.hash) as Hex, upload: receiptUploadSchema.parse(JSON.parse(String(row.body))) };
}

async function expire(sql: Sql, before: number, limit: number): Promise<number> {
  const due = await sql.all(
    "select execution_id from execution where updated_at < $1 order by updated_at limit $2",
    before,
    limit,
  );
  for (const table of ["phase", "log_chunk", "log", "receipt", "execution"]) {
    for (const row of due) await sql.run(`delete from ${table} where execution_id = $1`, String(row.execution_id));
  }
  return due.length;
}
