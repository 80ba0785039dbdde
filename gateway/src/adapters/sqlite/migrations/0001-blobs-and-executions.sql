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
