import { type Heartbeat, heartbeatSchema } from "@computehive/protocol/api/heartbeat";
import type { Address } from "viem";
import type { NodeRow, NodeRows, RecordResult } from "../../nodes/node-rows.ts";
import type { Sql, SqlDatabase, SqlRow } from "./sql.ts";

export function sqlNodeRows(database: SqlDatabase): NodeRows {
  return {
    find: (node) => database.read((sql) => findNode(sql, node)),
    record: (row) => database.transaction((sql) => record(sql, row)),
    list: ({ after = "", limit }) =>
      database.read(async (sql) => {
        const statement = "select * from heartbeat where node > $1 order by node limit $2";
        return (await sql.all(statement, after.toLowerCase(), limit)).map(toNodeRow);
      }),
    expire: (before, limit) =>
      database.transaction((sql) => {
        const due = "select node from heartbeat where received_at < $1 limit $2";
        return sql.run(`delete from heartbeat where node in (${due})`, before, limit);
      }),
  };
}

async function findNode(sql: Sql, node: Address): Promise<NodeRow | undefined> {
  const row = await sql.get("select * from heartbeat where node = $1", node.toLowerCase());
  return row && toNodeRow(row);
}

async function record(sql: Sql, { heartbeat, provider, receivedAt }: NodeRow): Promise<RecordResult> {
  const held = (await findNode(sql, heartbeat.node))?.heartbeat;
  if (held && held.sequence === heartbeat.sequence && held.signature === heartbeat.signature)
    return { kind: "repeated" };
  if (held && held.sequence >= heartbeat.sequence) return { kind: "stale", newest: held.sequence };
  await sql.run(
    `insert into heartbeat (node, provider, sequence, received_at, body) values ($1, $2, $3, $4, $5)
     on conflict (node) do update set provider = excluded.provider, sequence = excluded.sequence,
       received_at = excluded.received_at, body = excluded.body`,
    heartbeat.node.toLowerCase(),
    provider,
    heartbeat.sequence,
    receivedAt,
    JSON.stringify(heartbeat),
  );
  return { kind: "recorded" };
}

function toNodeRow(row: SqlRow): NodeRow {
  const heartbeat: Heartbeat = heartbeatSchema.parse(JSON.parse(String(row.body)));
  return { heartbeat, provider: String(row.provider) as Address, receivedAt: Number(row.received_at) };
}
