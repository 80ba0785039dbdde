import { API_KEY_SCOPES, type ApiKeyScope } from "@computehive/protocol/api/api-key";
import type { Address } from "viem";
import type { ApiKeyRow, ApiKeyRows } from "../../api-keys/api-key-rows.ts";
import { optionalNumber, type Sql, type SqlDatabase, type SqlRow } from "./sql.ts";

export function sqlApiKeyRows(database: SqlDatabase): ApiKeyRows {
  return {
    add: (key, limits) => database.transaction((sql) => add(sql, key, limits)),
    find: (secretHash, now) =>
      database.read(async (sql) => {
        const row = await sql.get(
          "select * from api_key where secret_hash = $1 and (expires_at is null or expires_at > $2)",
          secretHash,
          now,
        );
        return row && toKey(row);
      }),
    async touch(id, now) {
      await database.transaction((sql) => sql.run("update api_key set last_used_at = $1 where id = $2", now, id));
    },
    listOf: (account) =>
      database.read(async (sql) =>
        (await sql.all("select * from api_key where account = $1 order by id desc", account)).map(toKey),
      ),
    revoke: (account, id) =>
      database.transaction(
        async (sql) => (await sql.run("delete from api_key where account = $1 and id = $2", account, id)) === 1,
      ),
  };
}

async function add(
  sql: Sql,
  { id, account, name, prefix, secretHash, scopes, createdAt, expiresAt }: ApiKeyRow & { readonly secretHash: string },
  { maxPerAccount }: { maxPerAccount: number },
): Promise<"added" | "too-many"> {
  const count = Number((await sql.get("select count(*) as count from api_key where account = $1", account))?.count);
  if (count >= maxPerAccount) return "too-many";
  await sql.run(
    `insert into api_key (id, account, name, prefix, secret_hash, scopes, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    id,
    account,
    name,
    prefix,
    secretHash,
    scopes.join(" "),
    createdAt,
    expiresAt ?? null,
  );
  return "added";
}

function toKey(row: SqlRow): ApiKeyRow {
  const stored = String(row.scopes).split(" ");
  return {
    id: String(row.id),
    account: String(row.account) as Address,
    name: String(row.name),
    prefix: String(row.prefix),
    scopes: API_KEY_SCOPES.filter((scope: ApiKeyScope) => stored.includes(scope)),
    createdAt: Number(row.created_at),
    lastUsedAt: optionalNumber(row.last_used_at),
    expiresAt: optionalNumber(row.expires_at),
  };
}
