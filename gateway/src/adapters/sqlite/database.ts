import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { DataFolderTakenError, StoreFullError, StoreUnavailableError } from "../../store-errors.ts";
import type { Sql, SqlDatabase } from "../sql/sql.ts";
import { migrate } from "./schema.ts";

/**
 * The gateway's SQLite file. One connection, so transactions and reads take turns: none sees what another has not committed. A
 * commit returns when the operating system has the bytes on disk (WAL, synchronous = FULL).
 */
export interface Database extends SqlDatabase {
  /** Pages the file may grow to, and whether it takes no writes. For fault tests and emergency operation. */
  limit(bounds: { maxPages?: number; readOnly?: boolean }): void;
  /** Throws where nothing can be written. */
  probe(): Promise<void>;
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

  const statements = sqlOf(sql);
  const inTurn = createTurns();
  return {
    transaction: (work) => inTurn(() => guardAsync(() => runTransaction(sql, () => work(statements)))),
    read: (work) => inTurn(() => guardAsync(() => work(statements))),
    probe: () =>
      inTurn(() =>
        guardAsync(() =>
          runTransaction(sql, async () => sql.exec("create table probe (bytes blob); drop table probe")),
        ),
      ),
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

async function runTransaction<Result>(sql: DatabaseSync, work: () => Promise<Result>): Promise<Result> {
  sql.exec("begin immediate");
  try {
    const result = await work();
    sql.exec("commit");
    return result;
  } catch (error) {
    // SQLite itself rolls back on some faults (a full disk among them); a second rollback would hide the first error.
    if (sql.isTransaction) sql.exec("rollback");
    throw error;
  }
}

const MAX_STATEMENTS = 500;

function sqlOf(database: DatabaseSync): Sql {
  const prepared = new Map<string, StatementSync>();
  const statementOf = (text: string): StatementSync => {
    let statement = prepared.get(text);
    if (!statement) {
      if (prepared.size >= MAX_STATEMENTS) prepared.clear();
      // SQLite takes `$1` for a name; `?1` is the number that is meant.
      statement = database.prepare(text.replaceAll(/\$(\d+)/g, "?$1"));
      prepared.set(text, statement);
    }
    return statement;
  };
  return {
    all: async (text, ...values) => statementOf(text).all(...values),
    get: async (text, ...values) => statementOf(text).get(...values),
    run: async (text, ...values) => Number(statementOf(text).run(...values).changes),
  };
}

/** Runs pieces of work one after the other. */
function createTurns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
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
    throw named(cause);
  }
}

async function guardAsync<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw named(cause);
  }
}

function named(cause: unknown): unknown {
  const code = resultCode(cause);
  if (code === FULL) return new StoreFullError({ cause });
  if (code === READ_ONLY || code === IO_ERROR || code === CANNOT_OPEN) return new StoreUnavailableError({ cause });
  return cause;
}

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode & 0xff;
}
