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
import { dayOf } from "../../blobs/day.ts";
import type { Sql, SqlDatabase, SqlRow } from "./sql.ts";

export function sqlBlobRows(database: SqlDatabase): BlobRows {
  return {
    find: (cid) => database.read((sql) => findBlob(sql, cid)),
    hold: (holding, limits) => database.transaction((sql) => hold(sql, holding, limits)),
    release: (owner, cid) => database.transaction((sql) => release(sql, owner, cid)),
    expire: (now, limit) => database.transaction((sql) => expire(sql, now, limit)),
    isHeld: (owner, cid) => database.read(async (sql) => (await heldUntil(sql, owner, cid)) !== undefined),
    usageOf: (owner, now) => database.read((sql) => usageOf(sql, owner, now)),
    listOf: (owner, page) => database.read((sql) => listOf(sql, owner, page)),
    totalBytes: () => database.read(totalBytes),
    list: ({ after = "", limit }) =>
      database.read(async (sql) => {
        const rows = await sql.all("select * from blob where cid > $1 order by cid limit $2", after, limit);
        return rows.map(toBlobRow);
      }),
    async markDamaged(cid) {
      await database.transaction((sql) => sql.run("update blob set damaged = 1 where cid = $1", cid));
    },
  };
}

async function findBlob(sql: Sql, cid: string): Promise<BlobRow | undefined> {
  const row = await sql.get("select * from blob where cid = $1", cid);
  return row && toBlobRow(row);
}

async function heldUntil(sql: Sql, owner: string, cid: string): Promise<number | undefined> {
  const row = await sql.get("select kept_until from holding where owner = $1 and cid = $2", owner, cid);
  return row && Number(row.kept_until);
}

async function hold(sql: Sql, holding: Holding, limits: HoldLimits): Promise<HoldResult> {
  const { owner, cid, size, heldSince, keptUntil } = holding;
  const held = await heldUntil(sql, owner, cid);
  const known = await findBlob(sql, cid);

  const used = await usageOf(sql, owner, heldSince);
  if (held === undefined && used.bytes + size > limits.quotaBytes) return { kind: "over-quota", usedBytes: used.bytes };
  if (held === undefined && used.bytesToday + size > limits.dailyBytes)
    return { kind: "over-day", usedBytes: used.bytesToday };
  const total = await totalBytes(sql);
  if (!known && total + size > limits.capacityBytes) return { kind: "over-capacity", usedBytes: total };

  await sql.run(
    "insert into blob (cid, size, created_at) values ($1, $2, $3) on conflict (cid) do update set damaged = 0",
    cid,
    size,
    heldSince,
  );
  const until = Math.max(keptUntil, held ?? 0);
  await sql.run(
    `insert into holding (owner, cid, size, held_since, kept_until) values ($1, $2, $3, $4, $5)
     on conflict (owner, cid) do update set kept_until = excluded.kept_until`,
    owner,
    cid,
    size,
    heldSince,
    until,
  );
  if (held === undefined) {
    await sql.run(
      `insert into upload_day (owner, day, bytes) values ($1, $2, $3)
       on conflict (owner) do update set day = excluded.day, bytes = $4`,
      owner,
      dayOf(heldSince),
      size,
      used.bytesToday + size,
    );
  }
  return { kind: "held", keptUntil: until, isNewBlob: !known };
}

async function release(sql: Sql, owner: string, cid: string): Promise<ReleaseResult> {
  const changes = await sql.run("delete from holding where owner = $1 and cid = $2", owner, cid);
  return changes === 0 ? { kind: "not-held" } : { kind: "released", wasLast: await dropIfUnheld(sql, cid) };
}

async function expire(sql: Sql, now: number, limit: number): Promise<ExpiryResult> {
  const due = await sql.all(
    "select owner, cid from holding where kept_until <= $1 order by kept_until limit $2",
    now,
    limit,
  );
  for (const { owner, cid } of due)
    await sql.run("delete from holding where owner = $1 and cid = $2", String(owner), String(cid));
  const unheldCids: string[] = [];
  for (const cid of new Set(due.map((row) => String(row.cid)))) {
    if (await dropIfUnheld(sql, cid)) unheldCids.push(cid);
  }
  return { ended: due.length, unheldCids };
}

async function dropIfUnheld(sql: Sql, cid: string): Promise<boolean> {
  const statement = "delete from blob where cid = $1 and not exists (select 1 from holding where cid = $1)";
  return (await sql.run(statement, cid)) > 0;
}

async function usageOf(sql: Sql, owner: string, now: number): Promise<Usage> {
  const row = await sql.get(
    "select coalesce(sum(size), 0) as bytes, count(*) as blobs from holding where owner = $1",
    owner,
  );
  const today = await sql.get("select bytes from upload_day where owner = $1 and day = $2", owner, dayOf(now));
  return { bytes: Number(row?.bytes), blobs: Number(row?.blobs), bytesToday: Number(today?.bytes ?? 0) };
}

async function totalBytes(sql: Sql): Promise<number> {
  return Number((await sql.get("select coalesce(sum(size), 0) as bytes from blob"))?.bytes);
}

async function listOf(
  sql: Sql,
  owner: string,
  { after = "", limit }: { after?: string | undefined; limit: number },
): Promise<HeldBlob[]> {
  const rows = await sql.all(
    `select blob.cid, blob.size, kept_until, damaged from holding join blob on blob.cid = holding.cid
     where owner = $1 and blob.cid > $2 order by blob.cid limit $3`,
    owner,
    after,
    limit,
  );
  return rows.map((row) => ({ ...toBlobRow(row), keptUntil: Number(row.kept_until) }));
}

function toBlobRow(row: SqlRow): BlobRow {
  return { cid: String(row.cid), size: Number(row.size), damaged: Number(row.damaged) === 1 };
}
