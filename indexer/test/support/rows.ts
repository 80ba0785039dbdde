import { Client } from "pg";

const TABLES = [
  "event",
  "event_of_address",
  "job",
  "execution",
  "offer",
  "node",
  "provider",
  "account",
  "operator",
  "movement",
  "replica_job",
  "replica",
  "seat",
  "jury_case",
  "jury_round",
  "chair",
];

/** Every row of every table, each as text, in an order of its own: two states are equal only if all of it is. */
export async function readRows(databaseUrl: string, schema: string): Promise<Record<string, string[]>> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const rows: Record<string, string[]> = {};
    for (const table of TABLES) {
      const { rows: found } = await client.query<{ row: string }>(
        `select to_jsonb(t)::text as row from "${schema}"."${table}" as t order by 1`,
      );
      rows[table] = found.map(({ row }) => row);
    }
    return rows;
  } finally {
    await client.end();
  }
}
