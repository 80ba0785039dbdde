import type { Store } from "../../store.ts";
import { openBlobFolder } from "../files/blob-folder.ts";
import { sqlRows } from "../sql/sql-rows.ts";
import { openPostgres, type PostgresDatabase, type PostgresOptions } from "./database.ts";
import { postgresLocks, tryToLead } from "./locks.ts";

/** Rows in PostgreSQL, blobs in files. Gateways that share the database share the folder, too. */
export async function openPostgresStore(
  options: PostgresOptions & { readonly folder: string },
): Promise<Store & { readonly database: PostgresDatabase }> {
  const database = await openPostgres(options);
  return {
    ...sqlRows(database),
    database,
    blobFiles: await openBlobFolder(options.folder),
    isShared: true,
    locks: postgresLocks(database.lockPool, options.schema),
    lead: () => tryToLead(database.lockPool, options.schema),
    async probe() {
      try {
        await database.probe();
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message.split("\n")[0] : "the database cannot be written";
      }
    },
    close: () => database.close(),
  };
}
