import { showAccount } from "@computehive/sdk/account/show-account";
import { DOLLAR, fund, type PartyPorts } from "./fund.ts";

const MONEY = 1_000n * DOLLAR;

/** Money in the escrow that the market may draw. An allowance, the last step, shows that it was done before. */
export async function seedBuyer(ports: PartyPorts): Promise<void> {
  const { operators } = await showAccount(ports.client);
  if (operators.market.expiry === 0) await fund(ports, { amount: MONEY, operator: "market" });
}
