import { ComputeHiveError } from "@computehive/protocol/error";
import { wait } from "@computehive/sdk/retry";
import type { Address, PublicClient } from "viem";

const POLL_MS = 500;
const PATIENCE_MS = 60_000;

/**
 * Waits until nothing of `account` is on its way. A page that was closed between the wallet's yes and the transaction's hash
 * knows of no hash; the account's number of transactions does.
 *
 * @throws AccountBusyError where something stays on its way for a minute.
 */
export async function untilQuiet(publicClient: PublicClient, account: Address, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const [pending, mined] = await Promise.all([
      publicClient.getTransactionCount({ address: account, blockTag: "pending" }),
      publicClient.getTransactionCount({ address: account, blockTag: "latest" }),
    ]);
    if (pending <= mined) return;
    if (performance.now() > deadline) throw new AccountBusyError({ account });
    await wait(POLL_MS, signal);
  }
}

export class AccountBusyError extends ComputeHiveError {
  override readonly name = "AccountBusyError";
  constructor({ account }: { account: Address }) {
    super("An earlier transaction of your account is still waiting to be mined: look into your wallet, then go on.", {
      metaMessages: [`Account: ${account}`],
    });
  }
}
