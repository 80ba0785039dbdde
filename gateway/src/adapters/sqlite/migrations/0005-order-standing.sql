-- An order stays after the market has heard of it: its buyer may have it from nowhere else, and the chain may go back.
alter table signed_order add column standing text not null default 'waiting';
alter table signed_order add column keep_until integer not null default 0;
alter table signed_order add column checked_at integer not null default 0;
-- What it moves at the claim, in 30 digits, which sort as the numbers do.
alter table signed_order add column funded text not null default '000000000000000000000000000000';
update signed_order set keep_until = claim_before + 3600;
drop index signed_order_class;
drop index signed_order_buyer;
drop index signed_order_end;
create index signed_order_page on signed_order (standing, left_at, job_id);
create index signed_order_class on signed_order (standing, resource_class, left_at, job_id);
create index signed_order_buyer on signed_order (buyer, standing, claim_before);
create index signed_order_funded on signed_order (standing, funded);
create index signed_order_check on signed_order (checked_at);
create index signed_order_end on signed_order (keep_until)
