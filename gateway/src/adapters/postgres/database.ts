import { setTimeout as wait } from "node:timers/promises";
import { Pool, type PoolClient, types } from "pg";
import { StoreFullError, StoreUnavailableError } from "../../store-errors.ts";
import type { Sql, SqlDatabase, SqlRow, SqlValue } from "../sql/sql.ts";
import { migrate } from "./schema.ts";

export interface PostgresOptions {
  readonly url: string;
  /** Of the gateway alone, beside whatever else the database holds. */
  readonly schema: string;
  /** Told of connections that break while nobody uses them. */
  readonly onFault: (error: Error) => void;
}

export interface PostgresDatabase extends SqlDatabase {
  /** Throws where nothing can be written. */
  probe(): Promise<void>;
  /** Connections for locks that last, apart from those that do the work: who holds a lock never waits for one of these. */
  readonly lockPool: Pool;
  close(): Promise<void>;
}

const CONNECTIONS = 10;
const LOCK_CONNECTIONS = 8;
const CONNECT_MS = 5_000;
const STATEMENT_MS = 30_000;

/** Opens the schema, creating or upgrading its tables. @throws StoreUnavailableError, SchemaTooNewError */
export async function openPostgres({ url, schema, onFault }: PostgresOptions): Promise<PostgresDatabase> {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) throw new StoreUnavailableError({ cause: new Error(schema) });
  const settings = {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    options: `-c search_path=${schema}`,
    types: { getTypeParser: numbersAsNumbers },
  };
  const pool = new Pool({ ...settings, max: CONNECTIONS });
  const lockPool = new Pool({ ...settings, max: LOCK_CONNECTIONS, statement_timeout: 0 });
  for (const each of [pool, lockPool]) each.on("error", onFault);
  const close = async () => {
    await Promise.all([pool.end(), lockPool.end()]);
  };
  try {
    await guard(() => migrate(pool, schema));
  } catch (error) {
    await close();
    throw error;
  }
  const transaction: SqlDatabase["transaction"] = (work) => guard(() => repeatedly(() => transact(pool, WRITE, work)));
  return {
    transaction,
    read: (work) => guard(() => transact(pool, READ, work)),
    probe: async () => {
      await transaction((sql) => sql.run("insert into probe (at) values (0) on conflict (at) do update set at = 0"));
    },
    lockPool,
    close,
  };
}

// Sums of bigints are numerics, https://www.postgresql.org/docs/current/catalog-pg-type.html gives both their numbers.
const BIGINT = 20;
const NUMERIC = 1700;

/** All numbers that the gateway stores are below 2^53. */
const numbersAsNumbers = ((id: number, format?: "text" | "binary") =>
  id === BIGINT || id === NUMERIC ? Number : types.getTypeParser(id, format as "text")) as typeof types.getTypeParser;

/** As if one after the other: what would differ from that is undone and tried again. */
const WRITE = "begin isolation level serializable";
const READ = "begin isolation level repeatable read read only";

async function transact<Result>(pool: Pool, begin: string, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let fault: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(sqlOf(client));
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((broken: Error) => (fault = broken));
    throw error;
  } finally {
    // A connection that cannot even roll back is thrown away.
    client.release(fault);
  }
}

function sqlOf(client: PoolClient): Sql {
  const query = (text: string, values: readonly SqlValue[]) => client.query<SqlRow>(text, [...values]);
  return {
    all: async (text, ...values) => (await query(text, values)).rows,
    get: async (text, ...values) => (await query(text, values)).rows[0],
    run: async (text, ...values) => (await query(text, values)).rowCount ?? 0,
  };
}

const ATTEMPTS = 30;
const MAX_DELAY_MS = 100;
/** Serialization failure, deadlock, and a key that another transaction put in meanwhile (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const TRY_AGAIN = new Set(["40001", "40P01", "23505"]);

async function repeatedly<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= ATTEMPTS || !TRY_AGAIN.has(codeOf(error) ?? "")) throw error;
      await wait(Math.random() * Math.min(MAX_DELAY_MS, 2 ** attempt));
    }
  }
}

const DISK_FULL = "53100";
/** Connection faults, lack of resources, and a server that stops or takes no writes. */
const UNAVAILABLE = /^(08|53|57P|25006|28|3D|ECONN|ENOTFOUND|ETIMEDOUT|EPIPE)/;

async function guard<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const code = codeOf(cause);
    if (code === DISK_FULL) throw new StoreFullError({ cause });
    const isCut = cause instanceof Error && /timeout exceeded|terminated|Connection ended/i.test(cause.message);
    if (isCut || (code !== undefined && UNAVAILABLE.test(code))) throw new StoreUnavailableError({ cause });
    throw cause;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
