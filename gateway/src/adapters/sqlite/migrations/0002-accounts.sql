-- Bytes of new blobs on the newest day (number of the UTC day) on which the owner stored any.
create table upload_day (
  owner text primary key,
  day integer not null,
  bytes integer not null
) strict, without rowid;

-- Everybody who ever signed in; only they are told of what happens.
create table account (
  account text primary key,
  first_seen integer not null
) strict, without rowid;

create table nonce (
  nonce text primary key,
  expires_at integer not null
) strict, without rowid;
create index nonce_expiry on nonce (expires_at);

create table session (
  id text primary key,
  account text not null,
  token_hash text not null unique,
  device text not null,
  created_at integer not null,
  last_used_at integer not null,
  expires_at integer not null
) strict, without rowid;
create index session_account on session (account);
create index session_expiry on session (expires_at);

create table api_key (
  id text primary key,
  account text not null,
  name text not null,
  prefix text not null,
  secret_hash text not null unique,
  scopes text not null,
  created_at integer not null,
  last_used_at integer,
  expires_at integer
) strict, without rowid;
create index api_key_account on api_key (account);

create table saved_manifest (
  account text not null,
  id text not null,
  name text not null,
  cid text not null,
  size integer not null,
  body text not null,
  created_at integer not null,
  updated_at integer not null,
  primary key (account, id),
  unique (account, name)
) strict, without rowid;

-- The event's key is the same wherever a reorganised chain puts the event: nobody is told of it twice.
create table notification (
  account text not null,
  id integer not null,
  event_key text not null,
  kind text not null,
  at integer not null,
  facts text not null,
  is_read integer not null,
  -- Of the block that it came from, and whether that block is no longer in the chain; null for what is not on the chain.
  block_number integer,
  withdrawn integer not null,
  primary key (account, id),
  unique (account, event_key)
) strict, without rowid;
create index notification_age on notification (at);
create index notification_block on notification (block_number);

create table notification_preference (
  account text primary key,
  body text not null
) strict, without rowid;

create table push_subscription (
  id text primary key,
  account text not null,
  endpoint text not null unique,
  p256dh text not null,
  auth text not null,
  device text not null,
  created_at integer not null
) strict, without rowid;
create index push_subscription_account on push_subscription (account);

-- A push that is still to be sent. Whoever takes one moves `due_at` on, so that nobody else takes it meanwhile.
create table push_delivery (
  subscription_id text not null,
  account text not null,
  notification_id integer not null,
  attempts integer not null,
  due_at integer not null,
  primary key (subscription_id, notification_id)
) strict, without rowid;
create index push_delivery_due on push_delivery (due_at);

-- What becomes worth telling at a time, such as the end of a thaw.
create table reminder (
  account text not null,
  event_key text not null,
  kind text not null,
  due_at integer not null,
  facts text not null,
  primary key (account, event_key)
) strict, without rowid;
create index reminder_due on reminder (due_at);

-- The newest blocks whose events are in the tables above, by which a reorganisation is noticed.
create table watched_block (
  number integer primary key,
  hash text not null
) strict;

create table pairing (
  id text primary key,
  node text not null,
  code text not null unique,
  state text not null,
  opening text not null,
  provider text,
  profile text,
  node_signature text,
  reason text,
  expires_at integer not null
) strict, without rowid;
create index pairing_node on pairing (node);
create index pairing_expiry on pairing (expires_at);

create table setting (
  name text primary key,
  value text not null
) strict, without rowid;
