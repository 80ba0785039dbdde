import type { Store } from "../../store.ts";
import { sqlApiKeyRows } from "./api-key-rows.ts";
import { sqlBlobRows } from "./blob-rows.ts";
import { sqlExecutionRows } from "./execution-rows.ts";
import { sqlNodeRows } from "./node-rows.ts";
import { sqlNotificationRows } from "./notification-rows.ts";
import { sqlOrderRows } from "./order-rows.ts";
import { sqlPairingRows } from "./pairing-rows.ts";
import { sqlPushRows } from "./push-rows.ts";
import { sqlSavedManifestRows } from "./saved-manifest-rows.ts";
import { sqlSessionRows } from "./session-rows.ts";
import type { SqlDatabase } from "./sql.ts";
import { sqlStatementRows } from "./statement-rows.ts";
import { sqlWatchRows } from "./watch-rows.ts";

/** All rows of a store, in one database of either engine. */
export function sqlRows(
  database: SqlDatabase,
): Omit<Store, "blobFiles" | "isShared" | "locks" | "lead" | "probe" | "close"> {
  return {
    blobRows: sqlBlobRows(database),
    nodes: sqlNodeRows(database),
    executions: sqlExecutionRows(database),
    sessions: sqlSessionRows(database),
    apiKeys: sqlApiKeyRows(database),
    notifications: sqlNotificationRows(database),
    pushes: sqlPushRows(database),
    watch: sqlWatchRows(database),
    orders: sqlOrderRows(database),
    statements: sqlStatementRows(database),
    pairings: sqlPairingRows(database),
    savedManifests: sqlSavedManifestRows(database),
  };
}
