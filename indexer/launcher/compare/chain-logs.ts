import {
  arbiterAbi,
  attestationsAbi,
  attesterPoliciesAbi,
  type Deployment,
  escrowAbi,
  jobMarketAbi,
  juryAbi,
  offerBookAbi,
  receiptTokenAbi,
  replicaArbiterAbi,
  replicaMarketAbi,
  stakingAbi,
  testDollarAbi,
} from "@computehive/protocol/contracts";
import type { IndexedContract } from "@computehive/protocol/indexer-api/event";
import { type Abi, type Address, type Log, type PublicClient, parseEventLogs } from "viem";
import { randomnessAbi } from "../../src/randomness-abi.ts";

/** Blocks asked for at once; an endpoint that allows less, or whose answer is too large, is asked for less. */
const LARGEST_RANGE = 2_000n;

export interface ChainEvent {
  readonly contract: IndexedContract;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Every event of the deployment up to a block, in the chain's order. */
export async function readEvents(client: PublicClient, deployment: Deployment, until: bigint): Promise<ChainEvent[]> {
  const sources = sourcesOf(deployment);
  const address = [...sources.keys()];
  const events: ChainEvent[] = [];
  let range = LARGEST_RANGE;
  for (let from = BigInt(deployment.blockNumber); from <= until; ) {
    const to = from + range - 1n < until ? from + range - 1n : until;
    const logs = await client.getLogs({ address, fromBlock: from, toBlock: to }).catch((error: unknown) => {
      if (range === 1n) throw error;
      return undefined;
    });
    if (logs) from = to + 1n;
    else range /= 2n;
    for (const log of logs ?? []) events.push(...decode(log, sources));
  }
  return events;
}

/** An event that the ABI does not know, such as of a foreign token, is none of ours. */
function decode(log: Log<bigint, number, false>, sources: ReturnType<typeof sourcesOf>): ChainEvent[] {
  const source = sources.get(log.address.toLowerCase() as Address);
  if (!source) return [];
  const parsed = parseEventLogs({ abi: source.abi, logs: [log], strict: true });
  return parsed.map(({ eventName, args }) => ({
    contract: source.contract,
    name: eventName,
    args: (args ?? {}) as ChainEvent["args"],
  }));
}

function sourcesOf({ contracts }: Deployment): Map<Address, { contract: IndexedContract; abi: Abi }> {
  const known: readonly (readonly [IndexedContract, Abi, Address | undefined])[] = [
    ["escrow", escrowAbi, contracts.escrow],
    ["staking", stakingAbi, contracts.staking],
    ["market", jobMarketAbi, contracts.market],
    ["offers", offerBookAbi, contracts.offers],
    ["arbiter", arbiterAbi, contracts.arbiter],
    ["receiptToken", receiptTokenAbi, contracts.receiptToken],
    ["attestations", attestationsAbi, contracts.attestations],
    ["attesterPolicies", attesterPoliciesAbi, contracts.attesterPolicies],
    ["replicaMarket", replicaMarketAbi, contracts.replicaMarket],
    ["replicaArbiter", replicaArbiterAbi, contracts.replicaArbiter],
    ["jury", juryAbi, contracts.jury],
    ["randomness", randomnessAbi, contracts.randomness],
    ["testDollar", testDollarAbi, contracts.testDollar],
  ];
  return new Map(
    known.flatMap(([contract, abi, address]) =>
      address ? [[address.toLowerCase() as Address, { contract, abi }] as const] : [],
    ),
  );
}
