import type { Deployment } from "@computehive/protocol/contracts";
import { createWalletClient, http } from "viem";
import { deploy } from "../../deploy.ts";
import type { DemoAccounts } from "../folder/accounts.ts";
import type { StackPaths } from "../folder/paths.ts";
import { hiveClientOf, publicClientOf } from "./clients.ts";
import { seed } from "./seed/seed.ts";

export interface PrepareChainPorts {
  readonly accounts: DemoAccounts;
  readonly paths: StackPaths;
  readonly signal: AbortSignal;
  /** Called with every step that was needed. */
  onStep(step: string): void;
}

/** Contracts and demo accounts as the stack needs them; what is there already is left alone. */
export async function prepareChain(
  rpcUrl: string,
  { accounts, paths, signal, onStep }: PrepareChainPorts,
): Promise<Deployment> {
  const deployment = await deploy({
    walletClient: createWalletClient({ account: accounts.deployer.account, transport: http(rpcUrl) }),
    publicClient: publicClientOf(rpcUrl),
    arbiter: accounts.arbiter.account.address,
    folder: paths.deployments,
    signal,
    onStep: ({ name, address, isNew }) => isNew && onStep(`deployed ${name} at ${address}`),
  });
  await seed(accounts, { clientOf: (account) => hiveClientOf(account, { deployment, rpcUrl }), onStep, signal });
  return deployment;
}
