import type { Pool } from "pg";
import { readMigrations, SchemaTooNewError } from "../sql/migrations.ts";

/** Two gateways that start at once upgrade one after the other. */
const MIGRATION_LOCK = 5_112_031_907;

/** @throws SchemaTooNewError for a schema that a newer gateway wrote. */
export async function migrate(pool: Pool, schema: string): Promise<void> {
  const migrations = readMigrations(new URL("./migrations/", import.meta.url));
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
    await client.query(`create schema if not exists ${schema}`);
    await client.query("create table if not exists migration (version bigint primary key)");
    const { rows } = await client.query<{ version: number | null }>("select max(version) as version from migration");
    const version = Number(rows[0]?.version ?? 0);
    if (version > migrations.length) throw new SchemaTooNewError({ version, known: migrations.length });
    for (const [index, statements] of migrations.entries()) {
      if (index < version) continue;
      await client.query(statements);
      await client.query("insert into migration (version) values ($1)", [index + 1]);
    }
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
