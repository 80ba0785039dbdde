import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DataFolderTakenError, StoreFullError, StoreUnavailableError } from "../../store-errors.ts";
import { migrate } from "./schema.ts";

/**
 * The gateway's SQLite file. One connection, so statements never interleave inside a transaction: a transaction is one
 * synchronous function. A commit returns when the operating system has the bytes on disk (WAL, synchronous = FULL).
 */
export interface Database {
  /** Runs `work` in one transaction; a throw rolls everything back. */
  transaction<Result>(work: (sql: DatabaseSync) => Result): Result;
  /** Runs `work` outside a transaction, for single statements and reads. */
  read<Result>(work: (sql: DatabaseSync) => Result): Result;
  /** Pages the file may grow to, and whether it takes no writes. For fault tests and emergency operation. */
  limit(bounds: { maxPages?: number; readOnly?: boolean }): void;
  close(): void;
}

/**
 * Opens `folder`/gateway.db, creates or upgrades its tables, and keeps every other process out until closed. The lock is a
 * file of its own, so that backups may read the database while it is in use, and dies with the process that holds it.
 */
export function openDatabase(folder: string): Database {
  mkdirSync(folder, { recursive: true });
  const lock = lockFolder(folder);
  const sql = new DatabaseSync(join(folder, "gateway.db"));
  guard(() => {
    sql.exec(
      "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma busy_timeout = 2000",
    );
    migrate(sql);
  });

  return {
    transaction: (work) => guard(() => runTransaction(sql, work)),
    read: (work) => guard(() => work(sql)),
    limit({ maxPages, readOnly }) {
      if (maxPages !== undefined) sql.exec(`pragma max_page_count = ${maxPages}`);
      if (readOnly !== undefined) sql.exec(`pragma query_only = ${readOnly ? "on" : "off"}`);
    },
    close() {
      sql.close();
      lock.close();
    },
  };
}

function lockFolder(folder: string): DatabaseSync {
  const lock = new DatabaseSync(join(folder, "gateway.lock"));
  try {
    lock.exec("pragma locking_mode = exclusive; begin exclusive");
  } catch (cause) {
    lock.close();
    throw new DataFolderTakenError({ folder, cause });
  }
  return lock;
}

function runTransaction<Result>(sql: DatabaseSync, work: (sql: DatabaseSync) => Result): Result {
  sql.exec("begin immediate");
  try {
    const result = work(sql);
    sql.exec("commit");
    return result;
  } catch (error) {
    // SQLite itself rolls back on some faults (a full disk among them); a second rollback would hide the first error.
    if (sql.isTransaction) sql.exec("rollback");
    throw error;
  }
}

// SQLite's primary result codes (https://www.sqlite.org/rescode.html); the extended ones carry them in the low byte.
const READ_ONLY = 8;
const IO_ERROR = 10;
const FULL = 13;
const CANNOT_OPEN = 14;

function guard<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    const code = resultCode(cause);
    if (code === FULL) throw new StoreFullError({ cause });
    if (code === READ_ONLY || code === IO_ERROR || code === CANNOT_OPEN) throw new StoreUnavailableError({ cause });
    throw cause;
  }
}

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode & 0xff;
}
