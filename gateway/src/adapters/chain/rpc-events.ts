import { arbiterAbi, type Deployment, jobMarketAbi, stakingAbi } from "@computehive/protocol/contracts";
import {
  type Address,
  createPublicClient,
  type GetContractEventsReturnType,
  type Hex,
  http,
  type PublicClient,
  parseEventLogs,
} from "viem";
import { type Chain, ChainUnavailableError } from "../../chain.ts";
import type { ChainEvent, ChainEvents } from "../../watch/chain-events.ts";

export interface RpcEventsOptions {
  readonly rpcUrl: string;
  readonly deployment: Deployment;
  readonly timeoutMs: number;
  /** Finds orders and claims, and knows whether it is the right chain. */
  readonly chain: Chain;
}

const MAX_REMEMBERED = 10_000;

/** Reads the events of one deployment over JSON-RPC. Who a job's parties are is remembered as it passes by. */
export function createRpcEvents({ rpcUrl, deployment, timeoutMs, chain }: RpcEventsOptions): ChainEvents {
  const client = createPublicClient({
    transport: http(rpcUrl, { timeout: timeoutMs, retryCount: 1, retryDelay: 100 }),
    cacheTime: 0,
  });
  const { market, staking, arbiter } = deployment.contracts;
  const buyers = createMemory<Address>(MAX_REMEMBERED);
  const providers = createMemory<Address>(MAX_REMEMBERED);
  const lastProviders = createMemory<Address>(MAX_REMEMBERED);

  const ask = async <Answer>(question: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await question();
    } catch (cause) {
      if (cause instanceof ChainUnavailableError) throw cause;
      throw new ChainUnavailableError({ reason: "the RPC did not answer as it should", cause });
    }
  };

  const blockAt = async (number: number) => {
    const hash = await chain.blockHashAt(BigInt(number));
    return hash && { number, hash };
  };

  const notice = (event: ChainEvent): void => {
    if (event.name === "JobPosted") buyers.set(event.jobId, event.buyer);
    if (event.name !== "JobClaimed") return;
    providers.set(event.executionId, event.provider);
    lastProviders.set(event.jobId, event.provider);
  };

  return {
    head: () =>
      ask(async () => {
        const block = await blockAt(Number(await chain.headNumber()));
        if (!block) throw new ChainUnavailableError({ reason: "the newest block is gone" });
        return block;
      }),
    blockAt,
    read: ({ from, to }) =>
      ask(async () => {
        const logs = await client.getLogs({
          address: [market, staking, arbiter],
          fromBlock: BigInt(from),
          toBlock: BigInt(to),
        });
        const events = await toEvents(client, logs);
        for (const event of events) notice(event);
        return events;
      }),
    buyerOf: (jobId) => buyers.get(jobId, async () => (await chain.findOrder(jobId))?.order.buyer),
    providerOfExecution: (executionId) =>
      providers.get(executionId, async () => (await chain.findClaim(executionId))?.provider),
    lastProviderOf: (jobId) =>
      lastProviders.get(jobId, () =>
        ask(async () => {
          const fromBlock = BigInt(deployment.blockNumber);
          const query = { address: market, abi: jobMarketAbi, eventName: "JobClaimed", strict: true } as const;
          const logs = await client.getContractEvents({ ...query, args: { jobId }, fromBlock });
          return logs.at(-1)?.args.provider;
        }),
      ),
    providerOfNode: (node) => chain.providerOf(node),
    thawOf: (provider) =>
      ask(async () => {
        const { thawing, thawedAt } = await client.readContract({
          address: staking,
          abi: stakingAbi,
          functionName: "providerOf",
          args: [provider],
        });
        return { amount: thawing, thawedAt };
      }),
  };
}

const ABI = [...jobMarketAbi, ...stakingAbi, ...arbiterAbi] as const;
const NAMES = [
  "JobPosted",
  "JobClaimed",
  "ReceiptSubmitted",
  "ExecutionSettled",
  "ExecutionDisputed",
  "ExecutionExpired",
  "JobReopened",
  "JobLapsed",
  "Ruled",
  "NodePaused",
  "Slashed",
  "ThawStarted",
] as const satisfies readonly ChainEvent["name"][];

async function toEvents(client: PublicClient, logs: GetContractEventsReturnType): Promise<ChainEvent[]> {
  const times = new Map<Hex, number>();
  const events: ChainEvent[] = [];
  for (const log of parseEventLogs({ abi: ABI, eventName: [...NAMES], logs, strict: true })) {
    const blockHash = log.blockHash as Hex;
    const known = times.get(blockHash);
    const at = known ?? Number((await client.getBlock({ blockHash })).timestamp);
    times.set(blockHash, at);
    const place = { blockNumber: Number(log.blockNumber), transactionHash: log.transactionHash as Hex, at };
    // The events' arguments have the names and types of ChainEvent's members; what else they carry does no harm.
    events.push({ ...place, name: log.eventName, ...log.args } as ChainEvent);
  }
  return events;
}

function createMemory<Value>(maxEntries: number) {
  const entries = new Map<string, Value>();
  const set = (key: string, value: Value): void => {
    const oldest = entries.keys().next();
    if (entries.size >= maxEntries && !oldest.done) entries.delete(oldest.value);
    entries.set(key, value);
  };
  return {
    set,
    async get(key: string, find: () => Promise<Value | undefined>): Promise<Value | undefined> {
      const known = entries.get(key);
      if (known !== undefined) return known;
      const found = await find();
      if (found !== undefined) set(key, found);
      return found;
    },
  };
}
