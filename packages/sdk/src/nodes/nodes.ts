import { type Deployment, stakingAbi } from "@computehive/protocol/contracts";
import { type NodeProfile, nodeProfileTypedData } from "@computehive/protocol/node-profile";
import { shortName } from "@computehive/protocol/short-name";
import { type Address, encodeEventTopics, type Hex, pad, parseEventLogs } from "viem";
import { readLogs } from "../chain-logs.ts";
import { type ContractRequest, contractRequest } from "../contract-request.ts";
import type { HiveClient } from "../hive-client.ts";
import { type WriteOptions, type Written, write } from "../write.ts";

type Target = Pick<Deployment, "contracts">;

/** Every call about nodes, unsent; from the provider's account. */
export const nodeRequests = {
  register: (
    { contracts }: Target,
    { profile, nodeSignature }: { profile: NodeProfile; nodeSignature: Hex },
  ): ContractRequest =>
    contractRequest({
      address: contracts.staking,
      abi: stakingAbi,
      functionName: "registerNode",
      args: [profile, nodeSignature],
    }),
  setPayee: ({ contracts }: Target, { node, payee }: { node: Address; payee: Address }): ContractRequest =>
    contractRequest({ address: contracts.staking, abi: stakingAbi, functionName: "setPayee", args: [node, payee] }),
  setPaused: ({ contracts }: Target, { node, paused }: { node: Address; paused: boolean }): ContractRequest =>
    contractRequest({ address: contracts.staking, abi: stakingAbi, functionName: "setPaused", args: [node, paused] }),
  retire: ({ contracts }: Target, { node }: { node: Address }): ContractRequest =>
    contractRequest({ address: contracts.staking, abi: stakingAbi, functionName: "retireNode", args: [node] }),
} as const;

/** The key that a node signs with. */
export interface NodeKey {
  readonly address: Address;
  signTypedData(data: ReturnType<typeof nodeProfileTypedData>): Promise<Hex>;
}

/** Registers a node of the client's account; the node key signs, the provider sends. */
export async function registerNode(
  client: HiveClient,
  { profile, nodeKey }: { profile: NodeProfile; nodeKey: NodeKey },
  options?: WriteOptions,
): Promise<Written> {
  const nodeSignature = await nodeKey.signTypedData(nodeProfileTypedData(client.stakingDomain, profile));
  return write(client, nodeRequests.register(client.deployment, { profile, nodeSignature }), options);
}

/** A paused node cannot claim; what it runs goes on. */
export function setNodePaused(
  client: HiveClient,
  change: { node: Address; paused: boolean },
  options?: WriteOptions,
): Promise<Written> {
  return write(client, nodeRequests.setPaused(client.deployment, change), options);
}

export function setNodePayee(
  client: HiveClient,
  change: { node: Address; payee: Address },
  options?: WriteOptions,
): Promise<Written> {
  return write(client, nodeRequests.setPayee(client.deployment, change), options);
}

/** For ever. */
export function retireNode(client: HiveClient, node: Address, options?: WriteOptions): Promise<Written> {
  return write(client, nodeRequests.retire(client.deployment, { node }), options);
}

/** What the chain knows of a node now. */
export interface NodeState {
  readonly node: Address;
  readonly provider: Address;
  readonly payee: Address;
  readonly paused: boolean;
  readonly retired: boolean;
}

/** Nothing where the node key was never registered. */
export async function readNode(
  { publicClient, deployment }: HiveClient,
  node: Address,
): Promise<NodeState | undefined> {
  const { provider, payee, paused, retired } = await publicClient.readContract({
    address: deployment.contracts.staking,
    abi: stakingAbi,
    functionName: "nodeOf",
    args: [node],
  });
  return /^0x0+$/.test(provider) ? undefined : { node, provider, payee, paused, retired };
}

export interface NodeView extends NodeState {
  /** As registered; the payee above may be newer. */
  readonly profile: NodeProfile;
}

export interface ListNodesOptions {
  readonly provider?: Address | undefined;
  readonly resourceClass?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const [REGISTERED_TOPIC] = encodeEventTopics({ abi: stakingAbi, eventName: "NodeRegistered" });

export async function listNodes(
  client: HiveClient,
  { provider, resourceClass, signal }: ListNodesOptions = {},
): Promise<NodeView[]> {
  const { publicClient, deployment } = client;
  const toBlock = await publicClient.getBlockNumber();
  const topics = [
    REGISTERED_TOPIC,
    null,
    provider ? pad(provider) : null,
    resourceClass ? shortName(resourceClass) : null,
  ];
  const query = {
    address: deployment.contracts.staking,
    topics,
    fromBlock: BigInt(deployment.blockNumber),
    toBlock,
    signal,
  };
  const nodes: NodeView[] = [];
  for await (const logs of readLogs(publicClient, query)) {
    for (const { args } of parseEventLogs({ abi: stakingAbi, eventName: "NodeRegistered", logs })) {
      const state = await readNode(client, args.node);
      if (state) nodes.push({ ...state, profile: args.profile });
    }
  }
  return nodes;
}
