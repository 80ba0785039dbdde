import { setTimeout as wait } from "node:timers/promises";
import { ComputeHiveError } from "@computehive/protocol/error";
import { Client } from "pg";
import type { Keepsake } from "../src/launcher-messages.ts";
import { whyForeign } from "./kept.ts";
import { SCHEMA_PREFIX } from "./schema-name.ts";
import type { Store } from "./store.ts";
import { StoreInUseError } from "./store-in-use.ts";

const PATIENCE_SECONDS = 10;
const PAUSE_MS = 250;
/** Names the advisory lock that an indexer holds on its database as long as it lives. */
const LOCK = "hashtext('computehive indexer')";
/** Remembers that Ponder's own schema in this database is this indexer's, and may be deleted with the chain that it knows. */
const OWN_SCHEMA = "computehive";

/**
 * PostgreSQL. Ponder keeps what the RPC said in a schema of a fixed name and never compares it with the chain again, so one
 * database serves one indexer, and that schema goes whenever the chain is another one.
 */
export function createPostgresStore({ databaseUrl, schema }: { databaseUrl: string; schema: string }): Store & {
  databaseUrl: string;
} {
  const client = new Client({ connectionString: databaseUrl, application_name: "computehive-indexer" });
  // A lost session loses the lock: the next query says so, and the launcher ends.
  client.on("error", () => {});

  const exists = async (name: string): Promise<boolean> => {
    const { rowCount } = await client.query("select 1 from information_schema.schemata where schema_name = $1", [name]);
    return rowCount !== 0;
  };

  return {
    kind: "postgres",
    databaseUrl,
    async open(signal) {
      await client.connect();
      await takeLock(client, signal);
      const isOurs = await exists(OWN_SCHEMA);
      if (!isOurs && (await exists("ponder_sync"))) throw new DatabaseSharedError();
      await client.query(`create schema if not exists ${OWN_SCHEMA}`);
      await dropSchemas(client, (name) => name.startsWith(SCHEMA_PREFIX) && name !== schema);
    },
    async isEmpty() {
      return !(await exists(schema)) && !(await exists("ponder_sync"));
    },
    async fault(chain) {
      await endLeftovers(client);
      const keepsake = await readKeepsake(client, schema);
      return keepsake && whyForeign(keepsake, chain);
    },
    async clear() {
      await endLeftovers(client);
      await dropSchemas(client, (name) => name.startsWith(SCHEMA_PREFIX) || name === "ponder_sync");
    },
    async begin() {
      await endLeftovers(client);
      // Ponder leaves its lock behind however it ends, and waits 25 seconds for it; nobody but us can hold it.
      if (await exists(schema)) {
        await client.query(`update "${schema}"._ponder_meta set value = jsonb_set(value, '{is_locked}', '0')`);
      }
    },
    async stoppedCleanly() {},
    close: () => client.end(),
  };
}

async function takeLock(client: Client, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + PATIENCE_SECONDS * 1000;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${LOCK}) as taken`);
    if (rows[0]?.taken) return;
    if (performance.now() > deadline) {
      throw new StoreInUseError({ place: `database ${client.database}`, seconds: PATIENCE_SECONDS });
    }
    await wait(PAUSE_MS, undefined, { signal });
  }
}

/** Sessions of a Ponder whose process is gone, or ends at this moment, must not write any more. */
async function endLeftovers(client: Client): Promise<void> {
  const ofPonder = "application_name = 'ponder_sync' or application_name like $1";
  const here = "datname = current_database() and pid <> pg_backend_pid()";
  const pattern = `${SCHEMA_PREFIX.replace("_", "\\_")}%`;
  const deadline = performance.now() + PATIENCE_SECONDS * 1000;
  for (;;) {
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where ${here} and (${ofPonder})`,
      [pattern],
    );
    if (rowCount === 0) return;
    if (performance.now() > deadline) {
      throw new StoreInUseError({ place: `database ${client.database}`, seconds: PATIENCE_SECONDS });
    }
    await wait(PAUSE_MS / 5);
  }
}

async function dropSchemas(client: Client, isUnwanted: (name: string) => boolean): Promise<void> {
  const { rows } = await client.query<{ name: string }>("select schema_name as name from information_schema.schemata");
  for (const { name } of rows) if (isUnwanted(name)) await client.query(`drop schema "${name}" cascade`);
}

/** Nothing where nothing was written yet. */
async function readKeepsake(
  client: Client,
  schema: string,
): Promise<Pick<Keepsake, "blocks" | "finalizedBlock"> | undefined> {
  const fetched = await client.query<{ number: string; hash: string }>(
    (await has(client, "ponder_sync.blocks"))
      ? "select number::text, hash from ponder_sync.blocks order by blocks.number desc limit 1"
      : "select null where false",
  );
  const blocks = fetched.rows.map(({ number, hash }) => ({ number: Number(number), hash }));
  if (!(await has(client, `"${schema}".event`))) return { blocks, finalizedBlock: 0 };
  const { rows } = await client.query<{ finalized: string; block: string | null; hash: string | null }>(
    `select checkpoint.finalized_checkpoint as finalized, newest.block::text as block, newest.block_hash as hash
     from "${schema}"._ponder_checkpoint as checkpoint left join lateral (
       select block, block_hash from "${schema}".event
       where id <= checkpoint.finalized_checkpoint order by id desc limit 1
     ) as newest on true`,
  );
  const [row] = rows;
  if (!row) return { blocks, finalizedBlock: 0 };
  if (row.block !== null && row.hash !== null) blocks.push({ number: Number(row.block), hash: row.hash });
  return { blocks, finalizedBlock: Number(row.finalized.slice(26, 42)) };
}

async function has(client: Client, table: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>("select to_regclass($1) is not null as found", [table]);
  return rows[0]?.found ?? false;
}

export class DatabaseSharedError extends ComputeHiveError {
  override readonly name = "DatabaseSharedError";
  constructor() {
    super("Another application keeps its Ponder tables in this database.", {
      metaMessages: ["Give the indexer a database of its own: both would believe each other's blocks."],
    });
  }
}
