import { ComputeHiveError } from "@computehive/protocol/error";
import type { Account, Address, Hex, PublicClient, WalletClient } from "viem";
import { wait } from "../retry.ts";
import { waitForReceipt } from "../write.ts";

export interface Transaction {
  readonly to: Address;
  readonly data?: Hex;
  readonly value?: bigint;
}

/** Sends and waits until it is mined. @throws DeploymentTransactionError where it failed. */
export type Send = (transaction: Transaction) => Promise<void>;

export interface SenderOptions {
  readonly walletClient: WalletClient;
  readonly publicClient: PublicClient;
  readonly signal?: AbortSignal | undefined;
}

const POLL_MS = 500;
const MOST_POLLS = 240;

/**
 * One transaction after the other, once those that the account sent before are mined: what an interrupted deployment sent last
 * would be sent again, and fail. The nonce is counted here, because a node that lags behind would say an old one.
 *
 * @throws TransactionsPendingError where they are not mined within two minutes.
 */
export async function createSender({ walletClient, publicClient, signal }: SenderOptions): Promise<Send> {
  const account = accountOf(walletClient);
  let nonce = await settledNonce(publicClient, account, signal);
  return async (transaction) => {
    signal?.throwIfAborted();
    const hash = await walletClient.sendTransaction({ ...transaction, account, chain: null, nonce });
    nonce++;
    const { status } = await waitForReceipt(publicClient, hash, { signal });
    if (status === "reverted") throw new DeploymentTransactionError({ hash });
  };
}

export function accountOf({ account }: WalletClient): Account {
  if (!account) throw new TypeError("The wallet client needs an account.");
  return account;
}

async function settledNonce(publicClient: PublicClient, { address }: Account, signal?: AbortSignal): Promise<number> {
  for (let polls = 0; ; polls++) {
    const mined = await publicClient.getTransactionCount({ address, blockTag: "latest" });
    const sent = await publicClient.getTransactionCount({ address, blockTag: "pending" });
    if (sent <= mined) return mined;
    if (polls === MOST_POLLS) throw new TransactionsPendingError({ address, count: sent - mined });
    await wait(POLL_MS, signal);
  }
}

export class TransactionsPendingError extends ComputeHiveError {
  override readonly name = "TransactionsPendingError";
  constructor({ address, count }: { address: Address; count: number }) {
    super(
      `${count} transactions of the deployer are not mined yet: wait for them or replace them, then deploy again.`,
      {
        metaMessages: [`Deployer: ${address}`],
      },
    );
  }
}

export class DeploymentTransactionError extends ComputeHiveError {
  override readonly name = "DeploymentTransactionError";
  constructor({ hash }: { hash: Hex }) {
    super("A transaction of the deployment failed.", { metaMessages: [`Transaction: ${hash}`] });
  }
}
