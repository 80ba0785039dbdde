import { KeyedLock } from "../../keyed-lock.ts";
import type { Store } from "../../store.ts";
import { openBlobFolder } from "../files/blob-folder.ts";
import { sqlRows } from "../sql/sql-rows.ts";
import { type Database, openDatabase } from "./database.ts";

/** The embedded store: rows in SQLite, blobs in files, all in one folder. */
export async function openSqliteStore(folder: string): Promise<Store & { readonly database: Database }> {
  const database = openDatabase(folder);
  return {
    ...sqlRows(database),
    database,
    blobFiles: await openBlobFolder(folder),
    isShared: false,
    locks: new KeyedLock(),
    // The folder's lock keeps every other gateway out.
    lead: async () => ({ isHeld: () => true, release: async () => {} }),
    async probe() {
      try {
        await database.probe();
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message.split("\n")[0] : "the database cannot be written";
      }
    },
    close: async () => database.close(),
  };
}
