-- Bytes of new blobs on the newest day (number of the UTC day) on which the owner stored any.
create table upload_day (
  owner text collate "C" primary key,
  day bigint not null,
  bytes bigint not null
);

-- Everybody who ever signed in; only they are told of what happens.
create table account (
  account text collate "C" primary key,
  first_seen bigint not null
);

create table nonce (
  nonce text collate "C" primary key,
  expires_at bigint not null
);
create index nonce_expiry on nonce (expires_at);

create table session (
  id text collate "C" primary key,
  account text collate "C" not null,
  token_hash text collate "C" not null unique,
  device text collate "C" not null,
  created_at bigint not null,
  last_used_at bigint not null,
  expires_at bigint not null
);
create index session_account on session (account);
create index session_expiry on session (expires_at);

create table api_key (
  id text collate "C" primary key,
  account text collate "C" not null,
  name text collate "C" not null,
  prefix text collate "C" not null,
  secret_hash text collate "C" not null unique,
  scopes text collate "C" not null,
  created_at bigint not null,
  last_used_at bigint,
  expires_at bigint
);
create index api_key_account on api_key (account);

create table saved_manifest (
  account text collate "C" not null,
  id text collate "C" not null,
  name text collate "C" not null,
  cid text collate "C" not null,
  size bigint not null,
  body text collate "C" not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (account, id),
  unique (account, name)
);

-- The event's key is the same wherever a reorganised chain puts the event: nobody is told of it twice.
create table notification (
  account text collate "C" not null,
  id bigint not null,
  event_key text collate "C" not null,
  kind text collate "C" not null,
  at bigint not null,
  facts text collate "C" not null,
  is_read bigint not null,
  -- Of the block that it came from, and whether that block is no longer in the chain; null for what is not on the chain.
  block_number bigint,
  withdrawn bigint not null,
  primary key (account, id),
  unique (account, event_key)
);
create index notification_age on notification (at);
create index notification_block on notification (block_number);

create table notification_preference (
  account text collate "C" primary key,
  body text collate "C" not null
);

create table push_subscription (
  id text collate "C" primary key,
  account text collate "C" not null,
  endpoint text collate "C" not null unique,
  p256dh text collate "C" not null,
  auth text collate "C" not null,
  device text collate "C" not null,
  created_at bigint not null
);
create index push_subscription_account on push_subscription (account);

-- A push that is still to be sent. Whoever takes one moves `due_at` on, so that nobody else takes it meanwhile.
create table push_delivery (
  subscription_id text collate "C" not null,
  account text collate "C" not null,
  notification_id bigint not null,
  attempts bigint not null,
  due_at bigint not null,
  primary key (subscription_id, notification_id)
);
create index push_delivery_due on push_delivery (due_at);

-- What becomes worth telling at a time, such as the end of a thaw.
create table reminder (
  account text collate "C" not null,
  event_key text collate "C" not null,
  kind text collate "C" not null,
  due_at bigint not null,
  facts text collate "C" not null,
  primary key (account, event_key)
);
create index reminder_due on reminder (due_at);

-- The newest blocks whose events are in the tables above, by which a reorganisation is noticed.
create table watched_block (
  number bigint primary key,
  hash text collate "C" not null
);

create table pairing (
  id text collate "C" primary key,
  node text collate "C" not null,
  code text collate "C" not null unique,
  state text collate "C" not null,
  opening text collate "C" not null,
  provider text collate "C",
  profile text collate "C",
  node_signature text collate "C",
  reason text collate "C",
  expires_at bigint not null
);
create index pairing_node on pairing (node);
create index pairing_expiry on pairing (expires_at);

create table setting (
  name text collate "C" primary key,
  value text collate "C" not null
);
