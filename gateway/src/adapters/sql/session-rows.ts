import type { Address } from "viem";
import type { SessionRow, SessionRows } from "../../sessions/session-rows.ts";
import type { Sql, SqlDatabase, SqlRow } from "./sql.ts";

export function sqlSessionRows(database: SqlDatabase): SessionRows {
  return {
    async addNonce(nonce, expiresAt) {
      await database.transaction((sql) =>
        sql.run("insert into nonce (nonce, expires_at) values ($1, $2)", nonce, expiresAt),
      );
    },
    takeNonce: (nonce, now) =>
      database.transaction(async (sql) => {
        const row = await sql.get("select expires_at from nonce where nonce = $1", nonce);
        const deleted = await sql.run("delete from nonce where nonce = $1", nonce);
        return deleted === 1 && Number(row?.expires_at) > now;
      }),
    open: (session, limits) => database.transaction((sql) => open(sql, session, limits)),
    find: (tokenHash, now) =>
      database.read(async (sql) => {
        const row = await sql.get("select * from session where token_hash = $1 and expires_at > $2", tokenHash, now);
        return row && toSession(row);
      }),
    async touch(id, now) {
      await database.transaction((sql) => sql.run("update session set last_used_at = $1 where id = $2", now, id));
    },
    listOf: (account, now) =>
      database.read(async (sql) => {
        const statement = "select * from session where account = $1 and expires_at > $2 order by id desc";
        return (await sql.all(statement, account, now)).map(toSession);
      }),
    end: (account, id) =>
      database.transaction(
        async (sql) => (await sql.run("delete from session where account = $1 and id = $2", account, id)) === 1,
      ),
    endAll: (account) => database.transaction((sql) => sql.run("delete from session where account = $1", account)),
    expire: (now, limit) =>
      database.transaction(async (sql) => {
        const nonces = "select nonce from nonce where expires_at <= $1 limit $2";
        const sessions = "select id from session where expires_at <= $1 limit $2";
        const gone = await sql.run(`delete from nonce where nonce in (${nonces})`, now, limit);
        return Math.max(gone, await sql.run(`delete from session where id in (${sessions})`, now, limit));
      }),
  };
}

async function open(
  sql: Sql,
  { id, account, tokenHash, device, createdAt, lastUsedAt, expiresAt }: SessionRow & { readonly tokenHash: string },
  { maxPerAccount }: { maxPerAccount: number },
): Promise<void> {
  await sql.run(
    "insert into account (account, first_seen) values ($1, $2) on conflict (account) do nothing",
    account,
    createdAt,
  );
  await sql.run(
    `insert into session (id, account, token_hash, device, created_at, last_used_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    id,
    account,
    tokenHash,
    device,
    createdAt,
    lastUsedAt,
    expiresAt,
  );
  const newest = "select id from session where account = $1 order by id desc limit $2";
  await sql.run(`delete from session where account = $1 and id not in (${newest})`, account, maxPerAccount);
}

function toSession(row: SqlRow): SessionRow {
  return {
    id: String(row.id),
    account: String(row.account) as Address,
    device: String(row.device),
    createdAt: Number(row.created_at),
    lastUsedAt: Number(row.last_used_at),
    expiresAt: Number(row.expires_at),
  };
}
