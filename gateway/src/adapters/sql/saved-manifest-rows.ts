import type { Address } from "viem";
import type {
  RenameResult,
  SavedManifestRow,
  SavedManifestRows,
  SaveResult,
} from "../../saved-manifests/saved-manifest-rows.ts";
import type { Sql, SqlDatabase, SqlRow } from "./sql.ts";

export function sqlSavedManifestRows(database: SqlDatabase): SavedManifestRows {
  return {
    save: (row, limits) => database.transaction((sql) => save(sql, row, limits)),
    rename: (account, id, change) => database.transaction((sql) => rename(sql, { account, id, ...change })),
    find: (account, id) => database.read((sql) => find(sql, account, id)),
    list: (account, { after, limit }) =>
      database.read(async (sql) => {
        // Ids are of lower-case letters and digits: `~` is behind them all.
        const statement = "select * from saved_manifest where account = $1 and id < $2 order by id desc limit $3";
        return (await sql.all(statement, account, after ?? "~", limit)).map(toRow);
      }),
    count: (account) => database.read((sql) => count(sql, account)),
    remove: (account, id) =>
      database.transaction(
        async (sql) => (await sql.run("delete from saved_manifest where account = $1 and id = $2", account, id)) === 1,
      ),
  };
}

async function find(sql: Sql, account: Address, id: string): Promise<SavedManifestRow | undefined> {
  const row = await sql.get("select * from saved_manifest where account = $1 and id = $2", account, id);
  return row && toRow(row);
}

async function findByName(sql: Sql, account: Address, name: string): Promise<SavedManifestRow | undefined> {
  const row = await sql.get("select * from saved_manifest where account = $1 and name = $2", account, name);
  return row && toRow(row);
}

async function count(sql: Sql, account: Address): Promise<number> {
  return Number((await sql.get("select count(*) as count from saved_manifest where account = $1", account))?.count);
}

async function save(
  sql: Sql,
  row: SavedManifestRow,
  { maxPerAccount }: { maxPerAccount: number },
): Promise<SaveResult> {
  const held = await findByName(sql, row.account, row.name);
  if (held) return held.cid === row.cid ? { kind: "saved", row: held } : { kind: "name-taken" };
  if ((await count(sql, row.account)) >= maxPerAccount) return { kind: "too-many" };
  await sql.run(
    `insert into saved_manifest (account, id, name, cid, size, body, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    row.account,
    row.id,
    row.name,
    row.cid,
    row.size,
    row.body,
    row.createdAt,
    row.updatedAt,
  );
  return { kind: "saved", row };
}

async function rename(
  sql: Sql,
  { account, id, name, now }: { account: Address; id: string; name: string; now: number },
): Promise<RenameResult> {
  const row = await find(sql, account, id);
  if (!row) return { kind: "unknown" };
  const held = await findByName(sql, account, name);
  if (held && held.id !== id) return { kind: "name-taken" };
  await sql.run(
    "update saved_manifest set name = $1, updated_at = $2 where account = $3 and id = $4",
    name,
    now,
    account,
    id,
  );
  return { kind: "renamed", row: { ...row, name, updatedAt: now } };
}

function toRow(row: SqlRow): SavedManifestRow {
  return {
    id: String(row.id),
    account: String(row.account) as Address,
    name: String(row.name),
    cid: String(row.cid),
    size: Number(row.size),
    body: String(row.body),
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  };
}
