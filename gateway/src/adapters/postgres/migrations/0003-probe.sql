-- What a health check writes to.
create table probe (at bigint primary key);
