import { ComputeHiveError } from "@computehive/protocol/error";
import { tokenAbi } from "@computehive/protocol/token-abi";
import { addressOf, type HiveClient } from "../hive-client.ts";
import { type WriteOptions, type Written, write } from "../write.ts";
import { accountRequests } from "./account-requests.ts";
import { signPermit } from "./permit.ts";

export interface DepositOptions extends WriteOptions {
  /** `approve` where the wallet cannot sign typed data. By default a permit where the token takes one. */
  readonly by?: "permit" | "approve";
}

/**
 * Moves `amount` of the market's token from the client's account into its account in the escrow.
 *
 * @throws WalletBalanceTooLowError before anything is signed.
 */
export async function deposit(
  client: HiveClient,
  amount: bigint,
  { by, ...options }: DepositOptions = {},
): Promise<Written> {
  await requireBalance(client, amount);
  if (await hasAllowance(client, amount)) return plainDeposit(client, amount, options);
  const permit = by === "approve" ? undefined : await signPermit(client, amount);
  if (permit) return write(client, accountRequests.depositWithPermit(client.deployment, { amount, permit }), options);
  await write(client, accountRequests.approve(client.deployment, { amount }), { signal: options.signal });
  return plainDeposit(client, amount, options);
}

function plainDeposit(client: HiveClient, amount: bigint, options: WriteOptions): Promise<Written> {
  return write(client, accountRequests.deposit(client.deployment, { owner: addressOf(client), amount }), options);
}

/** The escrow could only say that the token refused, not why. */
async function requireBalance(client: HiveClient, amount: bigint): Promise<void> {
  const owner = addressOf(client);
  const { token } = client.deployment.contracts;
  const balance = await client.publicClient.readContract({
    address: token,
    abi: tokenAbi,
    functionName: "balanceOf",
    args: [owner],
  });
  if (balance < amount) throw new WalletBalanceTooLowError({ owner, token, balance, amount });
}

async function hasAllowance(client: HiveClient, amount: bigint): Promise<boolean> {
  const { token, escrow } = client.deployment.contracts;
  const allowance = await client.publicClient.readContract({
    address: token,
    abi: tokenAbi,
    functionName: "allowance",
    args: [addressOf(client), escrow],
  });
  return allowance >= amount;
}

export class WalletBalanceTooLowError extends ComputeHiveError {
  override readonly name = "WalletBalanceTooLowError";
  readonly balance: bigint;
  readonly amount: bigint;
  constructor({ owner, token, balance, amount }: { owner: string; token: string; balance: bigint; amount: bigint }) {
    super(
      "The account holds too little of the token for this deposit: get more first (on a local chain from the faucet).",
      {
        metaMessages: [
          `Account: ${owner}`,
          `Token:   ${token}`,
          `Holds:   ${balance} (smallest units)`,
          `Needs:   ${amount}`,
        ],
      },
    );
    this.balance = balance;
    this.amount = amount;
  }
}
