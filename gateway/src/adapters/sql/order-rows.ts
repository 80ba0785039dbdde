import type { Address, Hex } from "viem";
import type { OrderRow, OrderRows } from "../../orders/order-rows.ts";
import type { Sql, SqlDatabase, SqlRow } from "./sql.ts";

export function sqlOrderRows(database: SqlDatabase): OrderRows {
  return {
    leave: (row, limits) => database.transaction((sql) => leave(sql, row, limits)),
    find: (jobId) => database.read((sql) => find(sql, jobId)),
    list: ({ resourceClass, after = "", limit, now }) =>
      database.read(async (sql) => {
        const rows = resourceClass
          ? await sql.all(
              `select * from signed_order where resource_class = $1 and claim_before > $2 and job_id > $3
               order by job_id limit $4`,
              resourceClass,
              now,
              after,
              limit,
            )
          : await sql.all(
              "select * from signed_order where claim_before > $1 and job_id > $2 order by job_id limit $3",
              now,
              after,
              limit,
            );
        return rows.map(toRow);
      }),
    remove: (jobIds) =>
      database.transaction(async (sql) => {
        for (const jobId of jobIds) await sql.run("delete from signed_order where job_id = $1", jobId);
      }),
    expire: (now, limit) =>
      database.transaction((sql) =>
        sql.run(
          `delete from signed_order where job_id in
           (select job_id from signed_order where claim_before <= $1 order by claim_before limit $2)`,
          now,
          limit,
        ),
      ),
  };
}

async function find(sql: Sql, jobId: Hex): Promise<OrderRow | undefined> {
  const row = await sql.get("select * from signed_order where job_id = $1", jobId);
  return row && toRow(row);
}

async function leave(
  sql: Sql,
  { jobId, buyer, resourceClass, claimBefore, leftAt, body }: OrderRow,
  { maxPerBuyer, now }: { maxPerBuyer: number; now: number },
): Promise<"left" | "known" | "too-many"> {
  if (await find(sql, jobId)) return "known";
  const standing = "select count(*) as count from signed_order where buyer = $1 and claim_before > $2";
  if (Number((await sql.get(standing, buyer, now))?.count) >= maxPerBuyer) return "too-many";
  await sql.run(
    `insert into signed_order (job_id, buyer, resource_class, claim_before, left_at, body)
     values ($1, $2, $3, $4, $5, $6)`,
    jobId,
    buyer,
    resourceClass,
    claimBefore,
    leftAt,
    body,
  );
  return "left";
}

function toRow(row: SqlRow): OrderRow {
  return {
    jobId: String(row.job_id) as Hex,
    buyer: String(row.buyer) as Address,
    resourceClass: String(row.resource_class),
    claimBefore: Number(row.claim_before),
    leftAt: Number(row.left_at),
    body: String(row.body),
  };
}
