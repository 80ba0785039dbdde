import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { type Heartbeat, heartbeatSchema } from "@computehive/protocol/api/heartbeat";
import type { Address } from "viem";
import type { NodeRow, NodeRows, RecordResult } from "../../nodes/node-rows.ts";
import type { Database } from "./database.ts";

export function sqliteNodeRows(database: Database): NodeRows {
  return {
    find: async (node) => database.read((sql) => findNode(sql, node)),
    record: async (row) => database.transaction((sql) => record(sql, row)),
    list: async ({ after = "", limit }) =>
      database.read((sql) =>
        sql
          .prepare("select * from heartbeat where node > ? order by node limit ?")
          .all(after.toLowerCase(), limit)
          .map(toNodeRow),
      ),
    expire: async (before, limit) =>
      database.transaction((sql) => {
        const due = "select node from heartbeat where received_at < ? limit ?";
        return Number(sql.prepare(`delete from heartbeat where node in (${due})`).run(before, limit).changes);
      }),
  };
}

function findNode(sql: DatabaseSync, node: Address): NodeRow | undefined {
  const row = sql.prepare("select * from heartbeat where node = ?").get(node.toLowerCase());
  return row && toNodeRow(row);
}

function record(sql: DatabaseSync, { heartbeat, provider, receivedAt }: NodeRow): RecordResult {
  const held = findNode(sql, heartbeat.node)?.heartbeat;
  if (held && held.sequence === heartbeat.sequence && held.signature === heartbeat.signature)
    return { kind: "repeated" };
  if (held && held.sequence >= heartbeat.sequence) return { kind: "stale", newest: held.sequence };
  sql
    .prepare("insert or replace into heartbeat (node, provider, sequence, received_at, body) values (?, ?, ?, ?, ?)")
    .run(heartbeat.node.toLowerCase(), provider, heartbeat.sequence, receivedAt, JSON.stringify(heartbeat));
  return { kind: "recorded" };
}

function toNodeRow(row: Record<string, SQLOutputValue>): NodeRow {
  const heartbeat: Heartbeat = heartbeatSchema.parse(JSON.parse(String(row.body)));
  return { heartbeat, provider: String(row.provider) as Address, receivedAt: Number(row.received_at) };
}
