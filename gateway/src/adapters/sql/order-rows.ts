import type { Address, Hex } from "viem";
import type { OrderLimits, OrderPage, OrderRow, OrderRows, StoredStanding } from "../../orders/order-rows.ts";
import type { Sql, SqlDatabase, SqlRow, SqlValue } from "./sql.ts";

/** Digits of the largest sum of two amounts. As text of one length they sort as the numbers do. */
const FUNDED_DIGITS = 30;

export function sqlOrderRows(database: SqlDatabase): OrderRows {
  const all = (text: string, ...values: SqlValue[]) =>
    database.read(async (sql) => (await sql.all(text, ...values)).map(toRow));
  return {
    leave: (row, limits) => database.transaction((sql) => leave(sql, row, limits)),
    find: (jobId) => database.read((sql) => find(sql, jobId)),
    list: (page) => all(...pageQuery(page)),
    ofBuyer: (buyer, now) =>
      all(
        "select * from signed_order where buyer = $1 and standing = 'waiting' and claim_before > $2 order by left_at",
        buyer,
        now,
      ),
    unseen: ({ now, before, limit }) =>
      all(
        "select * from signed_order where claim_before > $1 and checked_at <= $2 order by checked_at limit $3",
        now,
        before,
        limit,
      ),
    mark: (marks, checkedAt) =>
      database.transaction(async (sql) => {
        for (const { jobId, standing, keepUntil } of marks) {
          await sql.run(
            "update signed_order set standing = $1, keep_until = $2, checked_at = $3 where job_id = $4",
            standing,
            keepUntil,
            checkedAt,
            jobId,
          );
        }
      }),
    ended: (now, limit) =>
      all("select * from signed_order where keep_until <= $1 order by keep_until limit $2", now, limit),
    remove: (jobIds) =>
      database.transaction(async (sql) => {
        for (const jobId of jobIds) await remove(sql, jobId);
      }),
  };
}

/** A page after a place that is gone is empty: whoever asks begins again. */
function pageQuery({ resourceClass, buyer, after, limit, now }: OrderPage): [string, ...SqlValue[]] {
  const values: SqlValue[] = [now];
  const given = (value: SqlValue) => `$${values.push(value)}`;
  const wanted = ["standing = 'waiting'", "claim_before > $1"];
  if (resourceClass !== undefined) wanted.push(`resource_class = ${given(resourceClass)}`);
  if (buyer !== undefined) wanted.push(`buyer = ${given(buyer)}`);
  if (after !== undefined) {
    wanted.push(`(left_at, job_id) > (select left_at, job_id from signed_order where job_id = ${given(after)})`);
  }
  return [
    `select * from signed_order where ${wanted.join(" and ")} order by left_at, job_id limit ${given(limit)}`,
    ...values,
  ];
}

async function find(sql: Sql, jobId: Hex): Promise<OrderRow | undefined> {
  const row = await sql.get("select * from signed_order where job_id = $1", jobId);
  return row && toRow(row);
}

async function remove(sql: Sql, jobId: Hex): Promise<void> {
  await sql.run("delete from signed_order where job_id = $1", jobId);
}

const WAITING = "from signed_order where standing = 'waiting' and claim_before > $1";

async function leave(
  sql: Sql,
  row: OrderRow,
  { maxPerBuyer, maxWaiting, now }: OrderLimits,
): Promise<"left" | "known" | "too-many" | "full"> {
  if (await find(sql, row.jobId)) return "known";
  const count = async (text: string, ...values: SqlValue[]) => Number((await sql.get(text, ...values))?.count);
  if ((await count(`select count(*) as count ${WAITING} and buyer = $2`, now, row.buyer)) >= maxPerBuyer) {
    return "too-many";
  }
  if ((await count(`select count(*) as count ${WAITING}`, now)) >= maxWaiting) {
    const least = await sql.get(`select * ${WAITING} order by funded, left_at desc limit 1`, now);
    if (!least || toRow(least).funded >= row.funded) return "full";
    await remove(sql, toRow(least).jobId);
  }
  await sql.run(
    `insert into signed_order
     (job_id, buyer, resource_class, claim_before, left_at, standing, keep_until, checked_at, funded, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    row.jobId,
    row.buyer,
    row.resourceClass,
    row.claimBefore,
    row.leftAt,
    row.standing,
    row.keepUntil,
    row.checkedAt,
    row.funded.toString().padStart(FUNDED_DIGITS, "0"),
    row.body,
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
    standing: String(row.standing) as StoredStanding,
    keepUntil: Number(row.keep_until),
    checkedAt: Number(row.checked_at),
    funded: BigInt(String(row.funded)),
    body: String(row.body),
  };
}
