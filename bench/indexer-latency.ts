/**
 * From a mined block to its event in the indexer's API, with a block each second, on PostgreSQL and on the embedded database,
 * or on the one that is named. Bound: 95 of 100 within a second.
 */
import { eventsResponseSchema } from "@computehive/protocol/indexer-api/event";
import { indexerRoutes as routes } from "@computehive/protocol/indexer-api/routes";
import { startStack } from "../indexer/test/support/stack.ts";
import { allowOperator } from "../packages/sdk/src/account/operators.ts";
import { fundedBuyer } from "../packages/sdk/test/support/market.ts";

const BLOCKS = 40;
/** The first blocks after the start find nothing in the caches. */
const WARM_UP = 3;
const BLOCK_MS = 1_000;
const POLL_MS = 10;
const BOUND_MS = 1_000;
const DATABASES = ["postgres", "pglite"] as const;

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function measure(database: (typeof DATABASES)[number]): Promise<number[]> {
  const stack = await startStack(database);
  try {
    const indexer = await stack.index();
    const buyer = await fundedBuyer(stack.chain);
    await stack.caughtUp(indexer);
    const delays: number[] = [];
    for (let block = -WARM_UP; block < BLOCKS; block++) {
      const { hash } = await allowOperator(buyer.client, {
        operator: "market",
        cap: BigInt(block + 10),
        expiry: 2 ** 40 - 1,
      });
      const minedAt = performance.now();
      const path = routes.events({ transaction: hash });
      while ((await indexer.get(path, eventsResponseSchema)).items.length === 0) await wait(POLL_MS);
      const delay = performance.now() - minedAt;
      if (block >= 0) delays.push(delay);
      await wait(Math.max(0, BLOCK_MS - delay));
    }
    return delays.sort((one, other) => one - other);
  } finally {
    await stack.stop();
  }
}

const [wanted] = process.argv.slice(2);
for (const database of DATABASES.filter((name) => wanted === undefined || name === wanted)) {
  const delays = await measure(database);
  const at = (share: number) => Math.round(delays[Math.ceil(delays.length * share) - 1] ?? Number.NaN);
  const isWithin = at(0.95) <= BOUND_MS;
  console.log(
    `${database.padEnd(8)}  mined → in the API: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms (bound: p95 ${BOUND_MS} ms)${isWithin ? "" : "  MISSED"}`,
  );
  if (!isWithin) process.exitCode = 1;
}
