import type { DatabaseSync } from "node:sqlite";
import { decodeJson, encodeJson } from "../../ledger/json.ts";
import type { ExecutionRow, ExecutionStore } from "../../ledger/ledger.ts";
import type { Phase } from "../../work/phases.ts";

export function createExecutionStore(sql: DatabaseSync): ExecutionStore {
  const get = sql.prepare("select document from executions where execution_id = ?");
  const put = sql.prepare(`
    insert into executions (execution_id, job_id, phase, created_at, document) values (?, ?, ?, ?, ?)
    on conflict (execution_id) do update set phase = excluded.phase, document = excluded.document`);
  const ofJob = sql.prepare("select document from executions where job_id = ? order by created_at");
  const recent = sql.prepare("select document from executions order by created_at desc limit ?");
  const counts = sql.prepare("select phase, count(*) as count from executions group by phase");

  return {
    get(executionId) {
      const found = get.get(executionId);
      return found && read(found);
    },
    put(row) {
      put.run(row.executionId, row.jobId, row.phase, row.createdAt, encodeJson(row));
    },
    inPhases(phases) {
      const marks = phases.map(() => "?").join(", ");
      return sql
        .prepare(`select document from executions where phase in (${marks}) order by created_at`)
        .all(...phases)
        .map(read);
    },
    ofJob: (jobId) => ofJob.all(jobId).map(read),
    countByPhase: () =>
      Object.fromEntries(counts.all().map(({ phase, count }) => [String(phase) as Phase, Number(count)])),
    recent: (limit) => recent.all(limit).map(read),
  };
}

function read(row: Record<string, unknown>): ExecutionRow {
  return decodeJson<ExecutionRow>(String(row.document));
}
