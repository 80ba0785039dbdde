import { nodeProfileSchema, pairingOpenSchema } from "@computehive/protocol/api/pairing";
import type { Address, Hex } from "viem";
import type { PairingChange, PairingRow, PairingRows } from "../../pairings/pairing-rows.ts";
import { optionalText, type Sql, type SqlDatabase, type SqlRow } from "./sql.ts";

export function sqlPairingRows(database: SqlDatabase): PairingRows {
  return {
    open: (row, limits) => database.transaction((sql) => open(sql, row, limits)),
    claim: (question) => database.transaction((sql) => claim(sql, question)),
    find: (id) => database.read((sql) => find(sql, id)),
    change: (id, rule) => database.transaction((sql) => change(sql, id, rule)),
    expire: (before, limit) =>
      database.transaction((sql) => {
        const due = "select id from pairing where expires_at <= $1 limit $2";
        return sql.run(`delete from pairing where id in (${due})`, before, limit);
      }),
  };
}

async function open(
  sql: Sql,
  row: PairingRow,
  { now, maxOpen }: { now: number; maxOpen: number },
): Promise<"opened" | "code-taken" | "too-many"> {
  const waiting = "state in ('open', 'claimed', 'confirmed')";
  await sql.run(`update pairing set state = 'cancelled' where node = $1 and ${waiting}`, row.node);
  const living = await sql.get(`select count(*) as count from pairing where ${waiting} and expires_at > $1`, now);
  if (Number(living?.count) >= maxOpen) return "too-many";
  if (await sql.get("select 1 as taken from pairing where code = $1", row.code)) return "code-taken";
  await sql.run(
    "insert into pairing (id, node, code, state, opening, expires_at) values ($1, $2, $3, $4, $5, $6)",
    row.id,
    row.node,
    row.code,
    row.state,
    JSON.stringify(row.opening),
    row.expiresAt,
  );
  return "opened";
}

async function claim(
  sql: Sql,
  { code, provider, now }: { code: string; provider: Address; now: number },
): Promise<PairingRow | undefined> {
  const found = await sql.get("select * from pairing where code = $1 and expires_at > $2", code, now);
  const row = found && toPairing(found);
  if (!row) return undefined;
  if (row.provider === provider) return row;
  if (row.state !== "open") return undefined;
  await sql.run("update pairing set state = 'claimed', provider = $1 where id = $2", provider, row.id);
  return { ...row, state: "claimed", provider };
}

async function find(sql: Sql, id: string): Promise<PairingRow | undefined> {
  const row = await sql.get("select * from pairing where id = $1", id);
  return row && toPairing(row);
}

async function change(
  sql: Sql,
  id: string,
  rule: (row: PairingRow) => PairingChange | undefined,
): Promise<PairingRow | undefined> {
  const held = await find(sql, id);
  const wish = held && rule(held);
  if (!held || !wish) return undefined;
  const row = { ...held, ...wish };
  await sql.run(
    "update pairing set state = $1, profile = $2, node_signature = $3, reason = $4, expires_at = $5 where id = $6",
    row.state,
    row.profile ? JSON.stringify(row.profile) : null,
    row.nodeSignature ?? null,
    row.reason ?? null,
    row.expiresAt,
    id,
  );
  return row;
}

function toPairing(row: SqlRow): PairingRow {
  const profile = optionalText(row.profile);
  return {
    id: String(row.id),
    node: String(row.node) as Address,
    code: String(row.code),
    state: String(row.state) as PairingRow["state"],
    opening: pairingOpenSchema.parse(JSON.parse(String(row.opening))),
    expiresAt: Number(row.expires_at),
    provider: optionalText(row.provider) as Address | undefined,
    profile: profile === undefined ? undefined : nodeProfileSchema.parse(JSON.parse(profile)),
    nodeSignature: optionalText(row.node_signature) as Hex | undefined,
    reason: optionalText(row.reason),
  };
}
