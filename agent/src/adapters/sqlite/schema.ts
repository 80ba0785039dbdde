import type { DatabaseSync } from "node:sqlite";
import { ComputeHiveError } from "@computehive/protocol/error";

/** One entry a version; an entry is never changed after a release. */
const MIGRATIONS = [
  `
  create table identity (one integer primary key check (one = 1), document text not null) strict;
  create table executions (
    execution_id text primary key, job_id text not null, phase text not null, created_at integer not null, document text not null
  ) strict;
  create index executions_by_job on executions (job_id);
  create index executions_by_phase on executions (phase, created_at);
  create table transactions (
    id integer primary key autoincrement, subject text not null, action text not null, version integer not null,
    nonce integer not null, status text not null, hash text unique, document text not null,
    unique (subject, action, version)
  ) strict;
  create index transactions_by_status on transactions (status);
  create table receipts (
    execution_id text not null, sequence text not null, digest text not null, document text not null, signature text,
    primary key (execution_id, sequence)
  ) strict;
  create table blocks (number integer primary key, hash text not null, timestamp integer not null) strict;
  create table events (
    block_number integer not null, log_index integer not null, job_id text, document text not null,
    primary key (block_number, log_index)
  ) strict;
  create index events_by_job on events (job_id);
  create table notes (
    id integer primary key autoincrement, at integer not null, subject text not null, kind text not null, text text not null
  ) strict;
  create table phase_outbox (sequence integer primary key autoincrement, document text not null) strict;
  `,
  `
  create table ballots (
    job_id text not null, chair integer not null, document text not null, primary key (job_id, chair)
  ) strict;
  create table secrets (ticket text primary key, secret text not null) strict;
  `,
] as const;

/** Brings the tables of `sql` to this version's shape. */
export function migrate(sql: DatabaseSync): void {
  const found = Number(sql.prepare("pragma user_version").get()?.user_version ?? 0);
  if (found > MIGRATIONS.length) throw new LedgerTooNewError({ found, known: MIGRATIONS.length });
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (index < found) continue;
    sql.exec(`begin immediate; ${statements}; pragma user_version = ${index + 1}; commit`);
  }
}

export class LedgerTooNewError extends ComputeHiveError {
  override readonly name = "LedgerTooNewError";
  constructor({ found, known }: { found: number; known: number }) {
    super("This ledger was written by a newer agent.", {
      metaMessages: [`Ledger version: ${found}`, `Known up to:    ${known}`],
    });
  }
}
