create table blob (
  cid text collate "C" primary key,
  size bigint not null,
  created_at bigint not null,
  damaged bigint not null default 0
);
create index blob_size on blob (size);

-- An account's wish to keep a blob until a time. A blob lives as long as one of its holdings.
create table holding (
  owner text collate "C" not null,
  cid text collate "C" not null references blob (cid),
  size bigint not null,
  held_since bigint not null,
  kept_until bigint not null,
  primary key (owner, cid)
);
create index holding_cid on holding (cid);
create index holding_expiry on holding (kept_until);
create index holding_usage on holding (owner, size);

create table heartbeat (
  node text collate "C" primary key,
  provider text collate "C" not null,
  sequence bigint not null,
  received_at bigint not null,
  body text collate "C" not null
);
create index heartbeat_age on heartbeat (received_at);

create table execution (
  execution_id text collate "C" primary key,
  job_id text collate "C" not null,
  node text collate "C" not null,
  provider text collate "C" not null,
  block_number bigint not null,
  block_hash text collate "C" not null,
  updated_at bigint not null
);
create index execution_age on execution (updated_at);

-- A reorganised chain can give one execution to another node: what a node wrote is kept under its own name.
create table phase (
  execution_id text collate "C" not null,
  node text collate "C" not null,
  sequence bigint not null,
  body text collate "C" not null,
  received_at bigint not null,
  primary key (execution_id, node, sequence)
);

create table log_chunk (
  execution_id text collate "C" not null,
  node text collate "C" not null,
  start bigint not null,
  stream text collate "C" not null,
  bytes bytea not null,
  primary key (execution_id, node, start)
);

create table log (
  execution_id text collate "C" not null,
  node text collate "C" not null,
  length bigint not null,
  truncated bigint not null,
  primary key (execution_id, node)
);

create table receipt (
  execution_id text collate "C" not null,
  node text collate "C" not null,
  hash text collate "C" not null,
  body text collate "C" not null,
  received_at bigint not null,
  primary key (execution_id, node)
);
