-- Statements that the gateway took to carry to the chain.
create table statement (
  id text primary key,
  carrier text not null,
  kind text not null,
  owner text not null,
  target text not null,
  data text not null,
  status text not null,
  gas integer not null,
  nonce integer,
  versions text not null,
  cost_gwei integer not null,
  tries integer not null,
  spent_gwei integer not null,
  transaction_hash text,
  reason text,
  recorded_at integer not null,
  sent_at integer
) strict, without rowid;
create index statement_open on statement (carrier, status);
create index statement_owner on statement (owner, recorded_at);
create index statement_age on statement (recorded_at)
