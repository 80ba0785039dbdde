import { escrowAbi } from "@computehive/protocol/contracts";
import { tokenAbi } from "@computehive/protocol/token-abi";
import type { Address } from "viem";
import { addressOf, type HiveClient } from "../hive-client.ts";

/** An owner's money, in the token's smallest unit but for `coin`. */
export interface AccountView {
  readonly owner: Address;
  /** In the escrow, withdrawable at once. */
  readonly free: bigint;
  readonly epoch: number;
  /** Outside the escrow. */
  readonly wallet: bigint;
  /** The chain's coin that pays for transactions, in wei. */
  readonly coin: bigint;
  /** What market and staking may still draw. */
  readonly operators: { readonly market: AllowanceView; readonly staking: AllowanceView };
}

export interface AllowanceView {
  readonly cap: bigint;
  /** Last second; Unix seconds. */
  readonly expiry: number;
}

export async function showAccount(client: HiveClient, owner: Address = addressOf(client)): Promise<AccountView> {
  const { publicClient, deployment } = client;
  const { escrow, token, market, staking } = deployment.contracts;
  const inEscrow = { address: escrow, abi: escrowAbi } as const;
  const allowanceOf = (operator: Address) =>
    publicClient.readContract({ ...inEscrow, functionName: "allowanceOf", args: [owner, operator, token] });
  const [account, ofMarket, ofStaking, wallet, coin] = await Promise.all([
    publicClient.readContract({ ...inEscrow, functionName: "accountOf", args: [owner, token] }),
    allowanceOf(market),
    allowanceOf(staking),
    publicClient.readContract({ address: token, abi: tokenAbi, functionName: "balanceOf", args: [owner] }),
    publicClient.getBalance({ address: owner }),
  ]);
  return {
    owner,
    free: account.free,
    epoch: account.epoch,
    wallet,
    coin,
    operators: { market: ofMarket, staking: ofStaking },
  };
}
