import type { Store } from "../../store.ts";
import { openBlobFolder } from "../files/blob-folder.ts";
import { sqliteBlobRows } from "./blob-rows.ts";
import { type Database, openDatabase } from "./database.ts";
import { sqliteExecutionRows } from "./execution-rows.ts";
import { sqliteNodeRows } from "./node-rows.ts";

/** The embedded store: rows in SQLite, blobs in files, all in one folder. */
export async function openSqliteStore(folder: string): Promise<Store & { readonly database: Database }> {
  const database = openDatabase(folder);
  return {
    database,
    blobRows: sqliteBlobRows(database),
    blobFiles: await openBlobFolder(folder),
    nodes: sqliteNodeRows(database),
    executions: sqliteExecutionRows(database),
    async probe() {
      try {
        database.transaction((sql) => sql.exec("create table probe (bytes blob); drop table probe"));
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message.split("\n")[0] : "the database cannot be written";
      }
    },
    close: async () => database.close(),
  };
}
