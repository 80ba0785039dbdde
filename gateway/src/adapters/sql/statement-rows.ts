import type { CarriedStatus, StatementKind } from "@computehive/protocol/api/statement";
import type { Address, Hex } from "viem";
import type { SignedVersion, StatementLimits, StatementRow, StatementRows } from "../../carrier/statement-rows.ts";
import { optionalNumber, optionalText, type Sql, type SqlDatabase, type SqlRow, type SqlValue } from "./sql.ts";

export function sqlStatementRows(database: SqlDatabase): StatementRows {
  return {
    find: (id) => database.read((sql) => find(sql, id)),
    record: (row, limits) => database.transaction((sql) => record(sql, row, limits)),
    open: (carrier, limit) =>
      database.read(async (sql) => {
        const rows = await sql.all(
          `select * from statement where carrier = $1 and status in ('waiting', 'sent', 'mined')
           order by case when nonce is null then 1 else 0 end, nonce, recorded_at, id limit $2`,
          carrier,
          limit,
        );
        return rows.map(toRow);
      }),
    update: (row) =>
      database.transaction(async (sql) => {
        await sql.run("delete from statement where id = $1", row.id);
        await insert(sql, row);
      }),
    expire: (before, limit) =>
      database.transaction((sql) =>
        sql.run(
          `delete from statement where id in
           (select id from statement where recorded_at < $1 and status in ('done', 'failed') limit $2)`,
          before,
          limit,
        ),
      ),
  };
}

async function find(sql: Sql, id: Hex): Promise<StatementRow | undefined> {
  const row = await sql.get("select * from statement where id = $1", id);
  return row && toRow(row);
}

async function record(
  sql: Sql,
  row: StatementRow,
  { since, maxPerOwner, maxGwei }: StatementLimits,
): Promise<"recorded" | "known" | "too-many" | "spent"> {
  const known = await find(sql, row.id);
  if (known && known.status !== "failed") return "known";
  const ofOwner = "select coalesce(sum(tries), 0) as count from statement where owner = $1 and recorded_at > $2";
  if (Number((await sql.get(ofOwner, row.owner, since))?.count) >= maxPerOwner) return "too-many";
  const ofAll = "select coalesce(sum(cost_gwei + spent_gwei), 0) as gwei from statement where recorded_at > $1";
  if (Number((await sql.get(ofAll, since))?.gwei) + row.costGwei > maxGwei) return "spent";
  await sql.run("delete from statement where id = $1", row.id);
  // What a failed try has cost stays counted.
  const again = known && { tries: known.tries + 1, spentGwei: known.spentGwei + known.costGwei };
  await insert(sql, { ...row, ...again });
  return "recorded";
}

async function insert(sql: Sql, row: StatementRow): Promise<void> {
  const values: SqlValue[] = [
    row.id,
    row.carrier,
    row.kind,
    row.owner,
    row.target,
    row.data,
    row.status,
    Number(row.gas),
    row.nonce ?? null,
    JSON.stringify(row.versions, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value)),
    row.costGwei,
    row.tries,
    row.spentGwei,
    row.transaction ?? null,
    row.reason ?? null,
    row.recordedAt,
    row.sentAt ?? null,
  ];
  await sql.run(
    `insert into statement (id, carrier, kind, owner, target, data, status, gas, nonce, versions, cost_gwei, tries, spent_gwei,
     transaction_hash, reason, recorded_at, sent_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    ...values,
  );
}

function toRow(row: SqlRow): StatementRow {
  return {
    id: String(row.id) as Hex,
    carrier: String(row.carrier) as Address,
    kind: String(row.kind) as StatementKind,
    owner: String(row.owner) as Address,
    target: String(row.target) as Address,
    data: String(row.data) as Hex,
    status: String(row.status) as CarriedStatus,
    gas: BigInt(Number(row.gas)),
    nonce: optionalNumber(row.nonce),
    versions: (JSON.parse(String(row.versions)) as Record<keyof SignedVersion, string>[]).map(toVersion),
    costGwei: Number(row.cost_gwei),
    tries: Number(row.tries),
    spentGwei: Number(row.spent_gwei),
    transaction: optionalText(row.transaction_hash) as Hex | undefined,
    reason: optionalText(row.reason),
    recordedAt: Number(row.recorded_at),
    sentAt: optionalNumber(row.sent_at),
  };
}

function toVersion({ raw, hash, maxFeePerGas, maxPriorityFeePerGas }: Record<keyof SignedVersion, string>) {
  return {
    raw: raw as Hex,
    hash: hash as Hex,
    maxFeePerGas: BigInt(maxFeePerGas),
    maxPriorityFeePerGas: BigInt(maxPriorityFeePerGas),
  };
}
