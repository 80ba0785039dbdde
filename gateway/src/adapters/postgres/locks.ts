import { createHash } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { KeyedLock, type Locks } from "../../keyed-lock.ts";
import type { Lead } from "../../store.ts";

/** Locks that all gateways on the database share. Within this one, waiting costs no connection. */
export function postgresLocks(pool: Pool, schema: string): Locks {
  const own = new KeyedLock();
  return {
    run: (key, work) =>
      own.run(key, async () => {
        const client = await pool.connect();
        const number = numberOf(`${schema} ${key}`);
        let isHeld = false;
        try {
          await client.query("select pg_advisory_lock($1)", [number]);
          isHeld = true;
          return await work();
        } finally {
          await giveBack(client, isHeld ? number : undefined);
        }
      }),
  };
}

/** Tries to be the one that watches; nothing where another gateway is. The lock dies with its connection. */
export async function tryToLead(pool: Pool, schema: string): Promise<Lead | undefined> {
  const client = await pool.connect();
  const number = numberOf(`${schema} watcher`);
  let isHeld = false;
  const onLoss = () => {
    isHeld = false;
  };
  client.on("error", onLoss).on("end", onLoss);
  const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [number]);
  isHeld = rows[0]?.held === true;
  if (!isHeld) {
    client.off("error", onLoss).off("end", onLoss);
    client.release();
    return undefined;
  }
  return {
    isHeld: () => isHeld,
    async release() {
      const held = isHeld;
      isHeld = false;
      await giveBack(client, held ? number : undefined);
    },
  };
}

/** A connection that does not give its lock up is closed, which does. */
async function giveBack(client: PoolClient, number: string | undefined): Promise<void> {
  let fault: Error | undefined;
  if (number !== undefined)
    await client.query("select pg_advisory_unlock($1)", [number]).catch((error: Error) => (fault = error));
  client.release(fault ?? number === undefined);
}

/** 63 bits of a hash, as PostgreSQL takes a lock's number. */
function numberOf(name: string): string {
  return (createHash("sha256").update(name).digest().readBigUInt64BE() >> 1n).toString();
}
