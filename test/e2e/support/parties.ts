import { readFileSync } from "node:fs";
import { type Deployment, deploymentSchema } from "@computehive/protocol/contracts";
import { tokenAbi } from "@computehive/protocol/token-abi";
import { showAccount } from "@computehive/sdk/account/show-account";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { decryptKey } from "@computehive/sdk/keystore";
import type { StackFile } from "@computehive/sdk/stack-file";
import type { Address } from "viem";
import { hiveClientOf } from "../../../scripts/stack/market/clients.ts";

export function deploymentOf({ deployment }: StackFile): Deployment {
  return deploymentSchema.parse(JSON.parse(readFileSync(deployment, "utf8")));
}

/** The client of a demo account, by its name in the stack file. */
export async function clientOf(stack: StackFile, name: string): Promise<HiveClient> {
  const entry = stack.accounts[name];
  if (!entry) throw new Error(`There is no demo account ${name}.`);
  const account = await decryptKey(
    readFileSync(entry.keystore, "utf8"),
    readFileSync(stack.passwordFile, "utf8").trim(),
  );
  return hiveClientOf(account, {
    deployment: deploymentOf(stack),
    rpcUrl: stack.chain.rpcUrl,
    gatewayUrl: stack.gateway.url,
  });
}

export interface Books {
  /** Free money of every demo account and of the contracts, by name, in the token's smallest unit. */
  readonly accounts: Readonly<Record<string, bigint>>;
  /** Sum of the accounts. */
  readonly sum: bigint;
  /** Tokens that the escrow holds. */
  readonly held: bigint;
}

/** Everybody's money in the escrow, all of one block. On a stack where only demo accounts act, sum and held are equal. */
export async function readBooks(stack: StackFile): Promise<Books> {
  const client = await clientOf(stack, "buyer");
  const { market, staking, token, escrow } = client.deployment.contracts;
  const owners: Record<string, Address> = { market, staking };
  for (const [name, { address }] of Object.entries(stack.accounts)) owners[name] = address;
  for (;;) {
    const before = await client.publicClient.getBlockNumber({ cacheTime: 0 });
    const entries = await Promise.all(
      Object.entries(owners).map(async ([name, owner]) => [name, (await showAccount(client, owner)).free] as const),
    );
    const held = await client.publicClient.readContract({
      address: token,
      abi: tokenAbi,
      functionName: "balanceOf",
      args: [escrow],
    });
    const sum = entries.reduce((total, [, free]) => total + free, 0n);
    // A block between two questions can move money from one answer to another: ask again.
    if ((await client.publicClient.getBlockNumber({ cacheTime: 0 })) === before)
      return { accounts: Object.fromEntries(entries), sum, held };
  }
}
