import { join } from "node:path";
import { startTestChain, type TestChain } from "../../../packages/sdk/test/support/chain.ts";
import { type PostgresServer, startPostgres } from "../../../scripts/postgres/postgres-server.ts";
import { type Comparison, compareTotals } from "../../launcher/compare/compare-totals.ts";
import { testFolder } from "./folder.ts";
import { startIndexer, type TestIndexer } from "./indexer.ts";

/** A chain with the contracts, a database server where wanted, and indexers of that chain. */
export interface TestStack {
  readonly chain: TestChain;
  readonly folder: string;
  readonly databaseUrl: string | undefined;
  /** Starts an indexer on what earlier ones left. */
  index(env?: Readonly<Record<string, string>>): Promise<TestIndexer>;
  /** Waits until the indexer has the chain's newest block. */
  atHead(indexer: TestIndexer): Promise<void>;
  /**
   * Mines blocks when the indexer is ready, until it has the newest: a chain that announces blocks says nothing of older ones to those
   * who begin, or begin again, to listen, and being ready is not yet listening.
   */
  caughtUp(indexer: TestIndexer): Promise<void>;
  compare(indexer: TestIndexer): Promise<Comparison>;
  stop(): Promise<void>;
}

const ANOTHER_BLOCK_MS = 5_000;
const MOST_BLOCKS = 30;

/** @param rpcUrl of the chain, where it is not to be asked directly. */
export async function startStack(
  database: "postgres" | "pglite",
  { chain, rpcUrl }: { chain?: TestChain; rpcUrl?: string } = {},
): Promise<TestStack> {
  const folder = testFolder();
  const of = chain ?? (await startTestChain());
  const server: PostgresServer | undefined =
    database === "postgres"
      ? await startPostgres({ folder: join(folder.path, "postgres"), isDurable: false })
      : undefined;
  const databaseUrl = await server?.createDatabase("indexer");
  const indexers: TestIndexer[] = [];
  const atHead = async (indexer: TestIndexer, ms?: number): Promise<void> => {
    const { number, timestamp } = await of.publicClient.getBlock();
    const isThere = (block: { number: number; timestamp: number } | undefined) =>
      block?.number === Number(number) && block.timestamp === Number(timestamp);
    await indexer.until(({ ready, indexed }) => ready && isThere(indexed), `at block ${number}`, ms);
  };
  return {
    chain: of,
    folder: folder.path,
    databaseUrl,
    async index(env = {}) {
      const place = { folder: join(folder.path, "indexer"), deployment: of.deployment, rpcUrl: rpcUrl ?? of.url, env };
      const indexer = await startIndexer({ ...place, ...(databaseUrl !== undefined && { databaseUrl }) });
      indexers.push(indexer);
      return indexer;
    },
    async caughtUp(indexer) {
      await indexer.until(({ ready }) => ready, "ready");
      for (let blocks = 1; ; blocks++) {
        await of.pass(1);
        try {
          return await atHead(indexer, ANOTHER_BLOCK_MS);
        } catch (error) {
          if (blocks === MOST_BLOCKS) throw error;
        }
      }
    },
    atHead: (indexer) => atHead(indexer),
    compare: (indexer) =>
      compareTotals({ deployment: of.deployment, rpcUrl: rpcUrl ?? of.url, indexerUrl: indexer.url }),
    async stop() {
      await Promise.all(indexers.map((indexer) => indexer.stop()));
      await server?.stop();
      await of.stop();
      folder.remove();
    },
  };
}
