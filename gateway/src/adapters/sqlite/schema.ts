import type { DatabaseSync } from "node:sqlite";
import { GatewayError } from "../../gateway-error.ts";

/** Each entry upgrades from the version of its index. Entries are never edited once released, only added. */
const MIGRATIONS: readonly string[] = [
  `
  create table blob (
    cid text primary key,
    size integer not null,
    created_at integer not null,
    damaged integer not null default 0
  ) strict, without rowid;
  create index blob_size on blob (size);

  -- An account's wish to keep a blob until a time. A blob lives as long as one of its holdings.
  create table holding (
    owner text not null,
    cid text not null references blob (cid),
    size integer not null,
    held_since integer not null,
    kept_until integer not null,
    primary key (owner, cid)
  ) strict, without rowid;
  create index holding_cid on holding (cid);
  create index holding_expiry on holding (kept_until);
  create index holding_usage on holding (owner, size);

  create table heartbeat (
    node text primary key,
    provider text not null,
    sequence integer not null,
    received_at integer not null,
    body text not null
  ) strict, without rowid;
  create index heartbeat_age on heartbeat (received_at);

  create table execution (
    execution_id text primary key,
    job_id text not null,
    node text not null,
    provider text not null,
    block_number integer not null,
    block_hash text not null,
    updated_at integer not null
  ) strict, without rowid;
  create index execution_age on execution (updated_at);

  -- A reorganised chain can give one execution to another node: what a node wrote is kept under its own name.
  create table phase (
    execution_id text not null,
    node text not null,
    sequence integer not null,
    body text not null,
    received_at integer not null,
    primary key (execution_id, node, sequence)
  ) strict, without rowid;

  create table log_chunk (
    execution_id text not null,
    node text not null,
    start integer not null,
    stream text not null,
    bytes blob not null,
    primary key (execution_id, node, start)
  ) strict;

  create table log (
    execution_id text not null,
    node text not null,
    length integer not null,
    truncated integer not null,
    primary key (execution_id, node)
  ) strict, without rowid;

  create table receipt (
    execution_id text not null,
    node text not null,
    hash text not null,
    body text not null,
    received_at integer not null,
    primary key (execution_id, node)
  ) strict, without rowid;
  `,
];

/** @throws SchemaTooNewError for a file that a newer gateway wrote. */
export function migrate(sql: DatabaseSync): void {
  const version = Number(sql.prepare("pragma user_version").get()?.user_version ?? 0);
  if (version > MIGRATIONS.length) throw new SchemaTooNewError({ version, known: MIGRATIONS.length });
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (index < version) continue;
    sql.exec(`begin immediate; ${statements}; pragma user_version = ${index + 1}; commit`);
  }
}

export class SchemaTooNewError extends GatewayError {
  override readonly name = "SchemaTooNewError";
  constructor({ version, known }: { version: number; known: number }) {
    super("The data folder was written by a newer gateway.", {
      code: "unavailable",
      metaMessages: [`Version of the folder:  ${version}`, `Version of the gateway: ${known}`],
    });
  }
}
