import { deposit } from "@computehive/sdk/account/deposit";
import { ensureOperator, type OperatorName } from "@computehive/sdk/account/operators";
import { showAccount } from "@computehive/sdk/account/show-account";
import { drip } from "@computehive/sdk/faucet";
import type { HiveClient } from "@computehive/sdk/hive-client";

/** The test dollar's smallest unit is a millionth. */
export const DOLLAR = 1_000_000n;
const ALLOWANCE_SECONDS = 365 * 86_400;

export interface PartyPorts {
  readonly client: HiveClient;
  readonly signal: AbortSignal;
  onStep(step: string): void;
}

/** Makes sure that `amount` lies in the escrow and that `operator` may draw it. */
export async function fund(
  { client, signal, onStep }: PartyPorts,
  { amount, operator }: { amount: bigint; operator: OperatorName },
): Promise<void> {
  const { free, wallet } = await showAccount(client);
  const missing = amount > free ? amount - free : 0n;
  if (missing > wallet) {
    await drip(client, undefined, { signal });
    onStep("got test dollars");
  }
  if (missing > 0n) {
    await deposit(client, missing, { signal });
    onStep(`deposited ${missing / DOLLAR} test dollars`);
  }
  const allowed = await ensureOperator(client, { operator, amount, seconds: ALLOWANCE_SECONDS }, { signal });
  if (allowed) onStep(`let ${operator === "market" ? "the market" : "staking"} draw up to ${amount / DOLLAR}`);
}
