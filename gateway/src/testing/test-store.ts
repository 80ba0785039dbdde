import { createHash } from "node:crypto";
import { openPostgresStore } from "../adapters/postgres/postgres-store.ts";
import type { SqlDatabase } from "../adapters/sql/sql.ts";
import type { Database } from "../adapters/sqlite/database.ts";
import { openSqliteStore } from "../adapters/sqlite/sqlite-store.ts";
import type { Store } from "../store.ts";
import { testDatabaseUrl } from "./env.ts";

export type TestStore = Store & { readonly database: SqlDatabase };

/** The store of the engine that this process tests; the same folder has the same store again. */
export function openTestStore(folder: string): Promise<TestStore> {
  const url = testDatabaseUrl();
  if (url === undefined) return openSqliteStore(folder);
  const schema = `gateway_${createHash("sha256").update(folder).digest("hex").slice(0, 16)}`;
  return openPostgresStore({ url, schema, folder, onFault: () => {} });
}

/** Bounds an SQLite store, to see what the gateway does then. */
export function limitStore({ database }: TestStore, bounds: { maxPages?: number; readOnly?: boolean }): void {
  if (!("limit" in database)) throw new Error("only SQLite can be bounded");
  (database as Database).limit(bounds);
}
