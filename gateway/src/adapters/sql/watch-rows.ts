import { type NotificationKind, notificationFactsSchema } from "@computehive/protocol/api/notification";
import type { Address, Hex } from "viem";
import type { Reminder, WatchRows, WatchStep } from "../../watch/watch-rows.ts";
import { tellAll } from "./notification-rows.ts";
import type { Sql, SqlDatabase } from "./sql.ts";

export function sqlWatchRows(database: SqlDatabase): WatchRows {
  return {
    blocks: () =>
      database.read(async (sql) => {
        const rows = await sql.all("select * from watched_block order by number desc");
        return rows.map(({ number, hash }) => ({ number: Number(number), hash: String(hash) as Hex }));
      }),
    advance: (step) => database.transaction((sql) => advance(sql, step)),
    async rewind(number) {
      await database.transaction(async (sql) => {
        await sql.run("delete from watched_block where number > $1", number);
        await sql.run("update notification set withdrawn = 1 where block_number > $1", number);
      });
    },
    dueReminders: (now, limit) =>
      database.read(async (sql) => {
        const rows = await sql.all("select * from reminder where due_at <= $1 order by due_at limit $2", now, limit);
        return rows.map((row) => ({
          account: String(row.account) as Address,
          eventKey: String(row.event_key),
          kind: String(row.kind) as NotificationKind,
          dueAt: Number(row.due_at),
          facts: notificationFactsSchema.parse(JSON.parse(String(row.facts))),
        }));
      }),
    endReminder: ({ account, eventKey }, news) =>
      database.transaction(async (sql) => {
        await sql.run("delete from reminder where account = $1 and event_key = $2", account, eventKey);
        return news ? tellAll(sql, [news]) : [];
      }),
  };
}

async function advance(sql: Sql, { block, news, reminders, memory }: WatchStep): Promise<Address[]> {
  const told = await tellAll(sql, news);
  for (const reminder of reminders) await remind(sql, reminder);
  await sql.run(
    "insert into watched_block (number, hash) values ($1, $2) on conflict (number) do update set hash = excluded.hash",
    block.number,
    block.hash,
  );
  const newest = "select number from watched_block order by number desc limit $1";
  await sql.run(`delete from watched_block where number not in (${newest})`, memory);
  return told;
}

async function remind(sql: Sql, { account, eventKey, kind, dueAt, facts }: Reminder): Promise<void> {
  await sql.run(
    `insert into reminder (account, event_key, kind, due_at, facts) values ($1, $2, $3, $4, $5)
     on conflict (account, event_key) do nothing`,
    account,
    eventKey,
    kind,
    dueAt,
    JSON.stringify(facts),
  );
}
