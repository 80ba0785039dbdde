import type { Address } from "viem";
import type { PushDelivery, PushRows, PushSubscriptionRow, VapidKeys } from "../../push/push-rows.ts";
import { toNotification } from "./notification-rows.ts";
import type { Sql, SqlDatabase, SqlRow } from "./sql.ts";

export function sqlPushRows(database: SqlDatabase): PushRows {
  return {
    keys: (fresh) =>
      database.transaction(async (sql) => {
        await sql.run(
          "insert into setting (name, value) values ('vapid', $1) on conflict (name) do nothing",
          JSON.stringify(fresh),
        );
        const row = await sql.get("select value from setting where name = 'vapid'");
        return JSON.parse(String(row?.value)) as VapidKeys;
      }),
    subscribe: (row, limits) => database.transaction((sql) => subscribe(sql, row, limits)),
    listOf: (account) =>
      database.read(async (sql) =>
        (await sql.all("select * from push_subscription where account = $1 order by id desc", account)).map(toRow),
      ),
    unsubscribe: (account, id) =>
      database.transaction(async (sql) => {
        const gone = await sql.run("delete from push_subscription where account = $1 and id = $2", account, id);
        if (gone > 0) await sql.run("delete from push_delivery where subscription_id = $1", id);
        return gone > 0;
      }),
    takeDue: (limits) => database.transaction((sql) => takeDue(sql, limits)),
    async end({ subscription, notification }) {
      const statement = "delete from push_delivery where subscription_id = $1 and notification_id = $2";
      await database.transaction((sql) => sql.run(statement, subscription.id, notification.id));
    },
    async retry({ subscription, notification, attempts }, dueAt) {
      await database.transaction((sql) =>
        sql.run(
          "update push_delivery set attempts = $1, due_at = $2 where subscription_id = $3 and notification_id = $4",
          attempts + 1,
          dueAt,
          subscription.id,
          notification.id,
        ),
      );
    },
  };
}

async function subscribe(
  sql: Sql,
  row: PushSubscriptionRow,
  { maxPerAccount }: { maxPerAccount: number },
): Promise<PushSubscriptionRow | "too-many"> {
  const held = await sql.get("select * from push_subscription where endpoint = $1", row.endpoint);
  if (held && toRow(held).account === row.account) {
    const statement = "update push_subscription set p256dh = $1, auth = $2, device = $3 where endpoint = $4";
    await sql.run(statement, row.p256dh, row.auth, row.device, row.endpoint);
    return { ...toRow(held), p256dh: row.p256dh, auth: row.auth, device: row.device };
  }
  if (held) {
    await sql.run("delete from push_delivery where subscription_id = $1", String(held.id));
    await sql.run("delete from push_subscription where id = $1", String(held.id));
  }
  const count = await sql.get("select count(*) as count from push_subscription where account = $1", row.account);
  if (Number(count?.count) >= maxPerAccount) return "too-many";
  await sql.run(
    `insert into push_subscription (id, account, endpoint, p256dh, auth, device, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    row.id,
    row.account,
    row.endpoint,
    row.p256dh,
    row.auth,
    row.device,
    row.createdAt,
  );
  return row;
}

async function takeDue(
  sql: Sql,
  { now, leaseUntil, limit }: { now: number; leaseUntil: number; limit: number },
): Promise<PushDelivery[]> {
  const rows = await sql.all(
    `select s.*, n.kind, n.at, n.facts, n.is_read, d.notification_id, d.attempts from push_delivery d
     join push_subscription s on s.id = d.subscription_id
     join notification n on n.account = d.account and n.id = d.notification_id
     where d.due_at <= $1 and n.withdrawn = 0 order by d.due_at, d.notification_id limit $2`,
    now,
    limit,
  );
  for (const row of rows) {
    const statement = "update push_delivery set due_at = $1 where subscription_id = $2 and notification_id = $3";
    await sql.run(statement, leaseUntil, String(row.id), Number(row.notification_id));
  }
  return rows.map((row) => ({
    subscription: toRow(row),
    notification: toNotification(row),
    attempts: Number(row.attempts),
  }));
}

function toRow(row: SqlRow): PushSubscriptionRow {
  return {
    id: String(row.id),
    account: String(row.account) as Address,
    endpoint: String(row.endpoint),
    p256dh: String(row.p256dh),
    auth: String(row.auth),
    device: String(row.device),
    createdAt: Number(row.created_at),
  };
}
