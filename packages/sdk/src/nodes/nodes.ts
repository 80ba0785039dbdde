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
  rotate: (
    { contracts }: Target,
    { node, profile, nodeSignature }: { node: Address; profile: NodeProfile; nodeSignature: Hex },
  ): ContractRequest =>
    contractRequest({
      address: contracts.staking,
      abi: stakingAbi,
      functionName: "rotateNode",
      args: [node, profile, nodeSignature],
    }),
  setProfile: (
    { contracts }: Target,
    { profile, nodeSignature }: { profile: NodeProfile; nodeSignature: Hex },
  ): ContractRequest =>
    contractRequest({
      address: contracts.staking,
      abi: stakingAbi,
      functionName: "setProfile",
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

/** Gives `node` the new key of `profile`: the old key ends what it runs and claims no more. The new key signs. */
export async function rotateNode(
  client: HiveClient,
  { node, profile, nodeKey }: { node: Address; profile: NodeProfile; nodeKey: NodeKey },
  options?: WriteOptions,
): Promise<Written> {
  const nodeSignature = await nodeKey.signTypedData(nodeProfileTypedData(client.stakingDomain, profile));
  return write(client, nodeRequests.rotate(client.deployment, { node, profile, nodeSignature }), options);
}

/** Publishes what changed of a node; its payee is changed by `setNodePayee` alone. */
export async function setNodeProfile(
  client: HiveClient,
  { profile, nodeKey }: { profile: NodeProfile; nodeKey: NodeKey },
  options?: WriteOptions,
): Promise<Written> {
  const nodeSignature = await nodeKey.signTypedData(nodeProfileTypedData(client.stakingDomain, profile));
  return write(client, nodeRequests.setProfile(client.deployment, { profile, nodeSignature }), options);
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
  /** The newest that was published; the payee above may be newer. */
  readonly profile: NodeProfile;
}

export interface ListNodesOptions {
  readonly provider?: Address | undefined;
  readonly resourceClass?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const PROFILE_EVENTS = ["NodeRegistered", "NodeProfileSet"] as const;
const PROFILE_TOPICS = PROFILE_EVENTS.map((eventName) => encodeEventTopics({ abi: stakingAbi, eventName })[0]);

/** In the order of their registration. */
export async function listNodes(
  client: HiveClient,
  { provider, resourceClass, signal }: ListNodesOptions = {},
): Promise<NodeView[]> {
  const { publicClient, deployment } = client;
  const query = {
    address: deployment.contracts.staking,
    topics: [PROFILE_TOPICS, null, provider ? pad(provider) : null],
    fromBlock: BigInt(deployment.blockNumber),
    toBlock: await publicClient.getBlockNumber(),
    signal,
  };
  const profiles = new Map<Address, NodeProfile>();
  for await (const logs of readLogs(publicClient, query)) {
    for (const { args } of parseEventLogs({ abi: stakingAbi, eventName: [...PROFILE_EVENTS], logs })) {
      profiles.set(args.node, args.profile);
    }
  }
  const wanted = resourceClass === undefined ? undefined : shortName(resourceClass);
  const nodes: NodeView[] = [];
  for (const [node, profile] of profiles) {
    if (wanted !== undefined && profile.resourceClass !== wanted) continue;
    const state = await readNode(client, node);
    if (state) nodes.push({ ...state, profile });
  }
  return nodes;
}
