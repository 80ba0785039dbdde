import type { HiveClient } from "@computehive/sdk/hive-client";
import type { PrivateKeyAccount } from "viem/accounts";
import { AGENT_NAMES } from "../../flags.ts";
import type { DemoAccounts } from "../../folder/accounts.ts";
import { seedBuyer } from "./seed-buyer.ts";
import { seedProvider } from "./seed-provider.ts";

export interface SeedPorts {
  /** The client of one account. */
  clientOf(account: PrivateKeyAccount): HiveClient;
  /** Called with every step that was needed, in a few words. */
  onStep(step: string): void;
  readonly signal: AbortSignal;
}

/**
 * Gives the demo accounts money, stake, nodes and offers. Every step looks at the chain first: what is there already is left
 * alone, also where its owner changed it, and what a cut-off start or a chain that went back left open is done.
 */
export async function seed(accounts: DemoAccounts, { clientOf, onStep, signal }: SeedPorts): Promise<void> {
  const portsOf = (name: keyof DemoAccounts) => ({
    client: clientOf(accounts[name].account),
    signal,
    onStep: (step: string) => onStep(`${name} ${step}`),
  });
  await Promise.all([
    seedBuyer(portsOf("buyer")),
    ...AGENT_NAMES.map((agent) => seedProvider(agent, accounts[`node-${agent}`].account, portsOf(`provider-${agent}`))),
  ]);
}
