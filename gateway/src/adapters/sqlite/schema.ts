import type { DatabaseSync } from "node:sqlite";
import { readMigrations, SchemaTooNewError } from "../sql/migrations.ts";

/** @throws SchemaTooNewError for a file that a newer gateway wrote. */
export function migrate(sql: DatabaseSync): void {
  const migrations = readMigrations(new URL("./migrations/", import.meta.url));
  const version = Number(sql.prepare("pragma user_version").get()?.user_version ?? 0);
  if (version > migrations.length) throw new SchemaTooNewError({ version, known: migrations.length });
  for (const [index, statements] of migrations.entries()) {
    if (index < version) continue;
    sql.exec(`begin immediate; ${statements}; pragma user_version = ${index + 1}; commit`);
  }
}
