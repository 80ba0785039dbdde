-- Orders that buyers signed and left for nodes to claim.
create table signed_order (
  job_id text collate "C" primary key,
  buyer text collate "C" not null,
  resource_class text collate "C" not null,
  claim_before bigint not null,
  left_at bigint not null,
  body text not null
);
create index signed_order_class on signed_order (resource_class, job_id);
create index signed_order_buyer on signed_order (buyer, claim_before);
create index signed_order_end on signed_order (claim_before);
