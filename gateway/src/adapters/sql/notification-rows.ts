import {
  type Notification,
  type NotificationKind,
  notificationFactsSchema,
} from "@computehive/protocol/api/notification";
import type { Address } from "viem";
import type { News, NotificationPage, NotificationRows } from "../../notifications/notification-rows.ts";
import { readPreferences } from "../../notifications/preferences.ts";
import { optionalText, type Sql, type SqlDatabase, type SqlRow } from "./sql.ts";

export function sqlNotificationRows(database: SqlDatabase): NotificationRows {
  return {
    tell: (news) => database.transaction((sql) => tellAll(sql, news)),
    list: (account, page) => database.read((sql) => list(sql, account, page)),
    listAfter: (account, { after, limit }) =>
      database.read(async (sql) => {
        const statement =
          "select * from notification where account = $1 and id > $2 and withdrawn = 0 order by id limit $3";
        return (await sql.all(statement, account, after, limit)).map(toNotification);
      }),
    newestId: (account) => database.read((sql) => newestId(sql, account)),
    unread: (account) => database.read((sql) => unread(sql, account)),
    markRead: (account, which) =>
      database.transaction(async (sql) => {
        const statement = "update notification set is_read = 1 where account = $1 and is_read = 0 and id";
        if ("upTo" in which) await sql.run(`${statement} <= $2`, account, which.upTo);
        else for (const id of which.ids) await sql.run(`${statement} = $2`, account, id);
        return unread(sql, account);
      }),
    preferences: (account) => database.read((sql) => preferencesOf(sql, account)),
    async setPreferences(account, preferences) {
      await database.transaction((sql) =>
        sql.run(
          `insert into notification_preference (account, body) values ($1, $2)
           on conflict (account) do update set body = excluded.body`,
          account,
          JSON.stringify(preferences),
        ),
      );
    },
    expire: (before, limit) =>
      database.transaction(async (sql) => {
        // The newest one stays: the next id is counted from it.
        const due = await sql.all(
          `select account, id from notification n where at < $1
             and id < (select max(id) from notification m where m.account = n.account) limit $2`,
          before,
          limit,
        );
        for (const { account, id } of due) {
          const which = [String(account), Number(id)] as const;
          await sql.run("delete from push_delivery where account = $1 and notification_id = $2", ...which);
          await sql.run("delete from notification where account = $1 and id = $2", ...which);
        }
        return due.length;
      }),
  };
}

/** Inside the transaction of whoever has news. */
export async function tellAll(sql: Sql, news: readonly News[]): Promise<Address[]> {
  const told = new Set<Address>();
  for (const item of news) if (await tellOne(sql, item)) told.add(item.account);
  return [...told];
}

async function tellOne(sql: Sql, { account, eventKey, kind, at, facts }: News): Promise<boolean> {
  if (!(await sql.get("select 1 as known from account where account = $1", account))) return false;
  const choice = (await preferencesOf(sql, account)).kinds[kind];
  if (!choice.page) return false;
  const blockNumber = facts.blockNumber ?? null;
  const known = await sql.run(
    `update notification set withdrawn = 0, block_number = $3, at = $4, facts = $5
     where account = $1 and event_key = $2`,
    account,
    eventKey,
    blockNumber,
    at,
    JSON.stringify(facts),
  );
  if (known > 0) return false;

  const id = (await newestId(sql, account)) + 1;
  await sql.run(
    `insert into notification (account, id, event_key, kind, at, facts, is_read, block_number, withdrawn)
     values ($1, $2, $3, $4, $5, $6, 0, $7, 0)`,
    account,
    id,
    eventKey,
    kind,
    at,
    JSON.stringify(facts),
    blockNumber,
  );
  if (choice.push) {
    await sql.run(
      `insert into push_delivery (subscription_id, account, notification_id, attempts, due_at)
       select id, account, $2, 0, 0 from push_subscription where account = $1`,
      account,
      id,
    );
  }
  return true;
}

async function preferencesOf(sql: Sql, account: Address) {
  const row = await sql.get("select body from notification_preference where account = $1", account);
  return readPreferences(optionalText(row?.body));
}

async function newestId(sql: Sql, account: Address): Promise<number> {
  const row = await sql.get("select max(id) as newest from notification where account = $1", account);
  return Number(row?.newest ?? 0);
}

async function unread(sql: Sql, account: Address): Promise<number> {
  const statement = "select count(*) as count from notification where account = $1 and is_read = 0 and withdrawn = 0";
  return Number((await sql.get(statement, account))?.count);
}

async function list(sql: Sql, account: Address, { before, limit, unread }: NotificationPage): Promise<Notification[]> {
  const rows = await sql.all(
    `select * from notification where account = $1 and id < $2 and withdrawn = 0 and is_read <= $3
     order by id desc limit $4`,
    account,
    before ?? Number.MAX_SAFE_INTEGER,
    unread ? 0 : 1,
    limit,
  );
  return rows.map(toNotification);
}

export function toNotification(row: SqlRow): Notification {
  return {
    id: Number(row.notification_id ?? row.id),
    kind: String(row.kind) as NotificationKind,
    at: Number(row.at),
    facts: notificationFactsSchema.parse(JSON.parse(String(row.facts))),
    read: Number(row.is_read) === 1,
  };
}
