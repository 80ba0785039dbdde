-- Orders that buyers signed and left for nodes to claim.
create table signed_order (
  job_id text primary key,
  buyer text not null,
  resource_class text not null,
  claim_before integer not null,
  left_at integer not null,
  body text not null
) strict, without rowid;
create index signed_order_class on signed_order (resource_class, job_id);
create index signed_order_buyer on signed_order (buyer, claim_before);
create index signed_order_end on signed_order (claim_before)
