import type { IndexerStatus } from "@computehive/protocol/indexer-api/status";
import { createPublicClient, type Hex, http } from "viem";
import { runSettings } from "../env.ts";
import { positionOf, readProgress } from "./checkpoint.ts";
import { present } from "./respond.ts";

const RPC_TIMEOUT_MS = 2_000;
/** Many pages ask at once; the chain is asked for them together. */
const HEAD_LIFE_MS = 250;

const settings = runSettings();
const chain = createPublicClient({
  transport: http(settings.rpcUrl, { timeout: RPC_TIMEOUT_MS, retryCount: 0 }),
  cacheTime: 0,
});

export type Reorgs = IndexerStatus["reorgs"];

export async function readStatus(reorgs: Reorgs) {
  const progress = await readProgress();
  const position = progress && positionOf(progress);
  const head = await chainHead();
  const indexed = position && {
    number: position.block,
    timestamp: position.at,
    ...present({ hash: head.known ? await hashOf(position.block) : undefined }),
  };
  const behind =
    indexed && head.known
      ? {
          behindBlocks: Math.max(0, head.number - indexed.number),
          behindSeconds: Math.max(0, head.timestamp - indexed.timestamp),
        }
      : {};
  return {
    chainId: settings.deployment.chainId,
    genesisHash: settings.deployment.genesisHash,
    deploymentHash: settings.deploymentHash,
    schema: settings.schema,
    database: settings.database,
    ready: progress?.ready ?? false,
    ...present({ indexed }),
    head,
    ...behind,
    reorgs,
    // The launcher builds the tables anew as soon as this happens, and answers for itself until they are there.
    stuck: false,
  };
}

type Head = IndexerStatus["head"];
let asked: { readonly at: number; readonly head: Promise<Head> } | undefined;

function chainHead(): Promise<Head> {
  const now = performance.now();
  if (!asked || now - asked.at > HEAD_LIFE_MS) asked = { at: now, head: askHead() };
  return asked.head;
}

async function askHead(): Promise<Head> {
  try {
    const { number, hash, timestamp } = await chain.getBlock();
    return { known: true, number: Number(number), hash, timestamp: Number(timestamp) };
  } catch {
    return { known: false, reason: "The chain's RPC does not answer." };
  }
}

async function hashOf(block: number): Promise<Hex | undefined> {
  try {
    return (await chain.getBlock({ blockNumber: BigInt(block) })).hash;
  } catch {
    return undefined;
  }
}
