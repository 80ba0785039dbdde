-- Statements that the gateway took to carry to the chain.
create table statement (
  id text collate "C" primary key,
  carrier text collate "C" not null,
  kind text not null,
  owner text collate "C" not null,
  target text not null,
  data text not null,
  status text not null,
  gas bigint not null,
  nonce bigint,
  versions text not null,
  cost_gwei bigint not null,
  tries bigint not null,
  spent_gwei bigint not null,
  transaction_hash text,
  reason text,
  recorded_at bigint not null,
  sent_at bigint
);
create index statement_open on statement (carrier, status);
create index statement_owner on statement (owner, recorded_at);
create index statement_age on statement (recorded_at);
