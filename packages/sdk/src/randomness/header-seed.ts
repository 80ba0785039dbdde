import { type Deployment, headerRandomnessAbi } from "@computehive/protocol/contracts";
import type { Address, Hex, PublicClient } from "viem";
import { type ContractRequest, contractRequest } from "../contract-request.ts";
import type { HiveClient } from "../hive-client.ts";
import { JuryMissingError } from "../jury/jury-requests.ts";
import { type WriteOptions, type Written, write } from "../write.ts";
import { encodeHeader, readHeader } from "./header-rlp.ts";

type Target = Pick<Deployment, "contracts" | "chainId">;

/** Calls of randomness by headers, unsent. */
export const headerRandomnessRequests = {
  prove: (to: Target, { header }: { header: Hex }): ContractRequest =>
    contractRequest({ address: randomnessOf(to), abi: headerRandomnessAbi, functionName: "prove", args: [header] }),
} as const;

/** The header of the block that a ticket names; nothing while that block is not there, or where it is no header of Ethereum's. */
export async function headerOf(publicClient: PublicClient, ticket: bigint): Promise<Hex | undefined> {
  const latest = await publicClient.getBlockNumber({ cacheTime: 0 });
  return latest < ticket ? undefined : encodeHeader(await readHeader(publicClient, ticket));
}

/** Brings the seed of a ticket to the chain. For anybody, while the block's hash is at hand there. */
export async function proveSeed(
  client: HiveClient,
  ticket: bigint,
  options?: WriteOptions,
): Promise<Written | undefined> {
  const header = await headerOf(client.publicClient, ticket);
  return header && write(client, headerRandomnessRequests.prove(client.deployment, { header }), options);
}

/** The seed of a ticket, whatever form the randomness has; nothing while nobody brought it. */
export async function readSeed({ publicClient, deployment }: HiveClient, ticket: bigint): Promise<Hex | undefined> {
  const seed = await publicClient.readContract({
    address: randomnessOf(deployment),
    abi: headerRandomnessAbi,
    functionName: "seedOf",
    args: [ticket],
  });
  return BigInt(seed) === 0n ? undefined : seed;
}

/** Where the deployment's jury has its seeds from. @throws JuryMissingError where it has none. */
export function randomnessOf({ contracts, chainId }: Target): Address {
  if (!contracts.randomness) throw new JuryMissingError({ chainId });
  return contracts.randomness;
}
