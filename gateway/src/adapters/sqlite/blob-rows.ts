import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type {
  BlobRow,
  BlobRows,
  ExpiryResult,
  HeldBlob,
  Holding,
  HoldLimits,
  HoldResult,
  ReleaseResult,
  Usage,
} from "../../blobs/blob-rows.ts";
import type { Database } from "./database.ts";

export function sqliteBlobRows(database: Database): BlobRows {
  return {
    find: async (cid) => database.read((sql) => findBlob(sql, cid)),
    hold: async (holding, limits) => database.transaction((sql) => hold(sql, holding, limits)),
    release: async (owner, cid) => database.transaction((sql) => release(sql, owner, cid)),
    expire: async (now, limit) => database.transaction((sql) => expire(sql, now, limit)),
    isHeld: async (owner, cid) =>
      database.read(
        (sql) => sql.prepare("select 1 from holding where owner = ? and cid = ?").get(owner, cid) !== undefined,
      ),
    usageOf: async (owner) => database.read((sql) => usageOf(sql, owner)),
    listOf: async (owner, page) => database.read((sql) => listOf(sql, owner, page)),
    totalBytes: async () => database.read(totalBytes),
    list: async ({ after = "", limit }) =>
      database.read((sql) =>
        sql.prepare("select * from blob where cid > ? order by cid limit ?").all(after, limit).map(toBlobRow),
      ),
    async markDamaged(cid) {
      database.transaction((sql) => sql.prepare("update blob set damaged = 1 where cid = ?").run(cid));
    },
  };
}

type Row = Record<string, SQLOutputValue>;

function findBlob(sql: DatabaseSync, cid: string): BlobRow | undefined {
  const row = sql.prepare("select * from blob where cid = ?").get(cid);
  return row && toBlobRow(row);
}

function hold(sql: DatabaseSync, holding: Holding, limits: HoldLimits): HoldResult {
  const { owner, cid, size, heldSince, keptUntil } = holding;
  const held = sql.prepare("select kept_until from holding where owner = ? and cid = ?").get(owner, cid);
  const known = findBlob(sql, cid);

  const used = usageOf(sql, owner).bytes;
  if (!held && used + size > limits.quotaBytes) return { kind: "over-quota", usedBytes: used };
  const total = totalBytes(sql);
  if (!known && total + size > limits.capacityBytes) return { kind: "over-capacity", usedBytes: total };

  sql
    .prepare("insert into blob (cid, size, created_at) values (?, ?, ?) on conflict (cid) do update set damaged = 0")
    .run(cid, size, heldSince);
  sql
    .prepare(
      `insert into holding (owner, cid, size, held_since, kept_until) values (?, ?, ?, ?, ?)
       on conflict (owner, cid) do update set kept_until = max(kept_until, excluded.kept_until)`,
    )
    .run(owner, cid, size, heldSince, keptUntil);
  return { kind: "held", keptUntil: Math.max(keptUntil, Number(held?.kept_until ?? 0)), isNewBlob: !known };
}

function release(sql: DatabaseSync, owner: string, cid: string): ReleaseResult {
  const { changes } = sql.prepare("delete from holding where owner = ? and cid = ?").run(owner, cid);
  if (changes === 0) return { kind: "not-held" };
  return { kind: "released", wasLast: dropIfUnheld(sql, cid) };
}

function expire(sql: DatabaseSync, now: number, limit: number): ExpiryResult {
  const due = sql
    .prepare("select owner, cid from holding where kept_until <= ? order by kept_until limit ?")
    .all(now, limit);
  const end = sql.prepare("delete from holding where owner = ? and cid = ?");
  for (const { owner, cid } of due) end.run(owner ?? null, cid ?? null);
  const cids = [...new Set(due.map(({ cid }) => String(cid)))];
  return { ended: due.length, unheldCids: cids.filter((cid) => dropIfUnheld(sql, cid)) };
}

function dropIfUnheld(sql: DatabaseSync, cid: string): boolean {
  const statement = "delete from blob where cid = ?1 and not exists (select 1 from holding where cid = ?1)";
  return sql.prepare(statement).run(cid).changes > 0;
}

function usageOf(sql: DatabaseSync, owner: string): Usage {
  const row = sql
    .prepare("select coalesce(sum(size), 0) bytes, count(*) blobs from holding where owner = ?")
    .get(owner);
  return { bytes: Number(row?.bytes), blobs: Number(row?.blobs) };
}

function totalBytes(sql: DatabaseSync): number {
  return Number(sql.prepare("select coalesce(sum(size), 0) bytes from blob").get()?.bytes);
}

function listOf(
  sql: DatabaseSync,
  owner: string,
  { after = "", limit }: { after?: string | undefined; limit: number },
): HeldBlob[] {
  const rows = sql
    .prepare(
      `select cid, blob.size, kept_until, damaged from holding join blob using (cid)
       where owner = ? and cid > ? order by cid limit ?`,
    )
    .all(owner, after, limit);
  return rows.map((row) => ({ ...toBlobRow(row), keptUntil: Number(row.kept_until) }));
}

function toBlobRow(row: Row): BlobRow {
  return { cid: String(row.cid), size: Number(row.size), damaged: row.damaged === 1 };
}
