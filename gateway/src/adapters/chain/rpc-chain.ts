import { type Deployment, jobMarketAbi, stakingAbi } from "@computehive/protocol/contracts";
import { signedClaimIn } from "@computehive/protocol/signed-claim";
import { createOrderCheck } from "@computehive/sdk/jobs/check-signed-order";
import {
  type Address,
  BaseError,
  BlockNotFoundError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  createPublicClient,
  type Hex,
  hashMessage,
  http,
  type PublicClient,
  parseAbi,
  zeroAddress,
} from "viem";
import {
  type Chain,
  ChainUnavailableError,
  type Claim,
  type ContractSignature,
  type PostedOrder,
} from "../../chain.ts";

export interface RpcChainOptions {
  readonly rpcUrl: string;
  readonly deployment: Deployment;
  readonly timeoutMs: number;
  /** Most blocks that one query of logs covers: providers of RPCs refuse more. */
  readonly logRangeBlocks: number;
  /** Claims and orders older than this many blocks are not found. */
  readonly lookbackBlocks: number;
}

/** Reads the market and the staking contract of one deployment over JSON-RPC. */
export function createRpcChain({
  rpcUrl,
  deployment,
  timeoutMs,
  logRangeBlocks,
  lookbackBlocks,
}: RpcChainOptions): Chain {
  const client = createPublicClient({
    transport: http(rpcUrl, { timeout: timeoutMs, retryCount: 1, retryDelay: 100 }),
  });
  const { market, staking } = deployment.contracts;
  const checkOrder = createOrderCheck(client, deployment);
  const assertSameChain = chainAssertion(client, deployment);

  const ask = async <Answer>(question: () => Promise<Answer>): Promise<Answer> => {
    try {
      await assertSameChain();
      return await question();
    } catch (cause) {
      if (cause instanceof ChainUnavailableError) throw cause;
      throw new ChainUnavailableError({ reason: "the RPC did not answer as it should", cause });
    }
  };

  /** Newest first, because what is asked for is usually of the last minutes. */
  const searchBackwards = async <Found>(search: (range: BlockRange) => Promise<Found | undefined>) => {
    const head = await client.getBlockNumber({ cacheTime: 0 });
    const oldest = maximum(BigInt(deployment.blockNumber), head - BigInt(lookbackBlocks));
    for (let toBlock = head; toBlock >= oldest; toBlock -= BigInt(logRangeBlocks)) {
      const fromBlock = maximum(oldest, toBlock - BigInt(logRangeBlocks) + 1n);
      const found = await search({ fromBlock, toBlock });
      if (found) return found;
    }
    return undefined;
  };

  const claimIn = async (executionId: Hex, range: BlockRange): Promise<Claim | undefined> => {
    const events = { address: market, abi: jobMarketAbi, eventName: "JobClaimed", strict: true } as const;
    const [log] = await client.getContractEvents({ ...events, args: { executionId }, ...range });
    if (!log) return undefined;
    const { jobId, node, provider } = log.args;
    return { executionId, jobId, node, provider, blockNumber: log.blockNumber, blockHash: log.blockHash };
  };

  const orderIn = async (jobId: Hex, range: BlockRange): Promise<PostedOrder | undefined> => {
    const events = { address: market, abi: jobMarketAbi, eventName: "JobPosted", strict: true } as const;
    const [log] = await client.getContractEvents({ ...events, args: { jobId }, ...range });
    if (log) return { order: log.args.order, terms: log.args.terms };
    const [funded] = await client.getContractEvents({ ...events, eventName: "JobFunded", args: { jobId }, ...range });
    if (!funded) return undefined;
    const { input } = await client.getTransaction({ blockHash: funded.blockHash, index: funded.transactionIndex });
    return signedClaimIn(input, jobId, { chainId: deployment.chainId, address: market });
  };

  return {
    findClaim: (executionId) => ask(() => searchBackwards((range) => claimIn(executionId, range))),
    findOrder: (jobId) => ask(() => searchBackwards((range) => orderIn(jobId, range))),
    whyNotClaimable: (claim, options) => ask(() => checkOrder(claim, options)),
    knownJobs: (jobIds) =>
      ask(async () => {
        const args = [jobIds] as const;
        const slots = await client.readContract({ address: market, abi: jobMarketAbi, functionName: "jobsOf", args });
        return new Set(jobIds.filter((_, i) => slots[i]?.state !== 0));
      }),
    blockHashAt: (blockNumber) => ask(() => blockHashAt(client, blockNumber)),
    isContractSignature: (question) => ask(() => isContractSignature(client, question)),
    headNumber: () => ask(() => client.getBlockNumber({ cacheTime: 0 })),
    providerOf: (node) =>
      ask(async () => {
        const { provider, retired } = await client.readContract({
          address: staking,
          abi: stakingAbi,
          functionName: "nodeOf",
          args: [node],
        });
        return provider === zeroAddress || retired ? undefined : (provider as Address);
      }),
  };
}

interface BlockRange {
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
}

/**
 * Two local chains share a chain id, never the first block. Asked until it was right once: what answers under one URL later is
 * noticed by the hashes of blocks.
 */
function chainAssertion(client: PublicClient, deployment: Deployment): () => Promise<void> {
  let isSame = false;
  return async () => {
    if (isSame) return;
    const chainId = await client.getChainId();
    if (chainId !== deployment.chainId) {
      throw new ChainUnavailableError({
        reason: `the RPC serves chain ${chainId}, the deployment is on chain ${deployment.chainId}`,
      });
    }
    const genesis = await blockHashAt(client, 0n);
    if (genesis !== deployment.genesisHash) {
      throw new ChainUnavailableError({
        reason: "the RPC serves a chain with the right id and another first block than the deployment's",
      });
    }
    isSame = true;
  };
}

/** What a contract answers for a signature of its own (EIP-1271). */
const ERC_1271 = parseAbi(["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"]);
const MAGIC_VALUE = "0x1626ba7e";

async function isContractSignature(
  client: PublicClient,
  { account, message, signature }: ContractSignature,
): Promise<boolean> {
  try {
    const answer = await client.readContract({
      address: account,
      abi: ERC_1271,
      functionName: "isValidSignature",
      args: [hashMessage(message), signature],
    });
    return answer === MAGIC_VALUE;
  } catch (error) {
    if (error instanceof BaseError && error.walk(isNo)) return false;
    throw error;
  }
}

/** The contract reverted, or there is none that answers. */
function isNo(error: unknown): boolean {
  return error instanceof ContractFunctionRevertedError || error instanceof ContractFunctionZeroDataError;
}

async function blockHashAt(client: PublicClient, blockNumber: bigint): Promise<Hex | undefined> {
  try {
    return (await client.getBlock({ blockNumber })).hash ?? undefined;
  } catch (error) {
    if (error instanceof BlockNotFoundError) return undefined;
    throw error;
  }
}

function maximum(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
