import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { JurorLedger, Ledger } from "../../ledger/ledger.ts";
import { createBallotStore } from "./ballot-store.ts";
import { createBookStore } from "./book-store.ts";
import { createExecutionStore } from "./execution-store.ts";
import { createReceiptStore } from "./receipt-store.ts";
import { migrate } from "./schema.ts";
import { createSecretStore } from "./secret-store.ts";
import { createIdentityStore, createNoteStore, createPhaseOutbox } from "./small-stores.ts";
import { createTransactionStore } from "./transaction-store.ts";

/**
 * Opens `folder`/ledger.db and keeps every other agent out until closed. The lock is a database of its own, so that a backup may
 * read the ledger while it is in use; it dies with the process that holds it.
 *
 * @throws DataFolderTakenError where another agent uses the folder.
 */
export function openLedger(folder: string): Ledger {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(folder);
  const ledger = createLedger(new DatabaseSync(join(folder, "ledger.db")));
  return {
    ...ledger,
    close() {
      ledger.close();
      lock.close();
    },
  };
}

/**
 * Opens a juror's ledger in its own `folder`: another key, so other nonces and another book.
 *
 * @throws DataFolderTakenError where another agent uses the folder.
 */
export function openJurorLedger(folder: string): JurorLedger {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(folder);
  const ledger = createJurorLedger(new DatabaseSync(join(folder, "juror.db")));
  return {
    ...ledger,
    close() {
      ledger.close();
      lock.close();
    },
  };
}

/** The same for tests: it ends with the process. */
export function openMemoryJurorLedger(): JurorLedger {
  return createJurorLedger(new DatabaseSync(":memory:"));
}

/** A ledger that nobody else sees and that ends with the process. For tests. */
export function openMemoryLedger(): Ledger {
  return createLedger(new DatabaseSync(":memory:"));
}

function createJurorLedger(sql: DatabaseSync): JurorLedger {
  prepare(sql);
  return {
    atomically: (work) => atomically(sql, work),
    identity: createIdentityStore(sql),
    transactions: createTransactionStore(sql),
    book: createBookStore(sql),
    notes: createNoteStore(sql),
    ballots: createBallotStore(sql),
    secrets: createSecretStore(sql),
    close: () => sql.close(),
  };
}

/** Every commit is on the disk before it returns. */
function prepare(sql: DatabaseSync): void {
  sql.exec(
    "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma busy_timeout = 5000",
  );
  migrate(sql);
}

function createLedger(sql: DatabaseSync): Ledger {
  prepare(sql);
  return {
    atomically: (work) => atomically(sql, work),
    identity: createIdentityStore(sql),
    executions: createExecutionStore(sql),
    transactions: createTransactionStore(sql),
    receipts: createReceiptStore(sql),
    book: createBookStore(sql),
    notes: createNoteStore(sql),
    outbox: createPhaseOutbox(sql),
    close: () => sql.close(),
  };
}

/** A step inside a step is part of the outer one. */
function atomically<Result>(sql: DatabaseSync, work: () => Result): Result {
  if (sql.isTransaction) return work();
  sql.exec("begin immediate");
  try {
    const result = work();
    sql.exec("commit");
    return result;
  } catch (error) {
    // SQLite itself rolls back on some faults (a full disk among them); a second rollback would hide the first error.
    if (sql.isTransaction) sql.exec("rollback");
    throw error;
  }
}

function lockFolder(folder: string): DatabaseSync {
  const lock = new DatabaseSync(join(folder, "agent.lock"));
  try {
    lock.exec("pragma locking_mode = exclusive; begin exclusive");
    return lock;
  } catch (cause) {
    lock.close();
    throw new DataFolderTakenError({ folder, cause });
  }
}

export class DataFolderTakenError extends ComputeHiveError {
  override readonly name = "DataFolderTakenError";
  constructor({ folder, cause }: { folder: string; cause: unknown }) {
    super("Another agent uses this data folder. One agent, one folder: two would sign with one key.", {
      metaMessages: [`Folder: ${folder}`],
      cause,
    });
  }
}
