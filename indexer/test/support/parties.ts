import { escrowAbi } from "@computehive/protocol/contracts";
import type { Abi, Address } from "viem";
import { deposit } from "../../../packages/sdk/src/account/deposit.ts";
import { contractRequest } from "../../../packages/sdk/src/contract-request.ts";
import { drip } from "../../../packages/sdk/src/faucet.ts";
import { write } from "../../../packages/sdk/src/write.ts";
import type { Party, TestChain } from "../../../packages/sdk/test/support/chain.ts";

const FAR = 2 ** 40 - 1;

export interface Target {
  readonly address: Address;
  readonly abi: Abi;
}

/** Sends one call of a contract that has no function in the SDK. */
export function send({ client }: Party, { address, abi }: Target, functionName: string, args: readonly unknown[]) {
  return write(client, contractRequest({ address, abi, functionName, args } as never));
}

/** Asks a view of a contract. */
export function ask<answer>(
  chain: TestChain,
  { address, abi }: Target,
  functionName: string,
  args: readonly unknown[],
) {
  return chain.publicClient.readContract({ address, abi, functionName, args } as never) as Promise<answer>;
}

/** Somebody with money in the escrow that the contracts may draw. */
export async function funded(chain: TestChain, amount: bigint, drawers: readonly Address[]): Promise<Party> {
  const party = await chain.party();
  await drip(party.client);
  await deposit(party.client, amount);
  for (const drawer of drawers) await allow(party, drawer, amount);
  return party;
}

export async function allow(party: Party, drawer: Address, cap: bigint): Promise<void> {
  const { escrow, token } = party.client.deployment.contracts;
  await send(party, { address: escrow, abi: escrowAbi }, "setOperator", [drawer, token, cap, FAR]);
}
