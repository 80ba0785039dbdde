import type { Deployment } from "@computehive/protocol/contracts";
import type { StackFile } from "@computehive/sdk/stack-file";
import type { Chain } from "../../chain/chain.ts";
import { deploymentPath } from "../../deploy/deployment-file.ts";
import { agentConfigFile } from "../processes/agents.ts";
import type { RunningAgent, RunningService } from "../processes/start-processes.ts";
import type { Supervised } from "../processes/supervise.ts";
import { ACCOUNT_NAMES, type DemoAccounts, passwordFile } from "./accounts.ts";
import { logFile, type StackPaths } from "./paths.ts";

export interface StackFacts {
  readonly startedAt: Date;
  readonly paths: StackPaths;
  readonly accounts: DemoAccounts;
  readonly chain: Chain;
  readonly deployment: Deployment;
  readonly gateway: RunningService;
  readonly indexer: RunningService | undefined;
  readonly web: RunningService | undefined;
  readonly database: "pglite" | "postgres";
  readonly agents: readonly RunningAgent[];
}

/** What stands in stack.json. */
export function describeStack({
  startedAt,
  paths,
  accounts,
  chain,
  deployment,
  gateway,
  indexer,
  web,
  database,
  agents,
}: StackFacts): StackFile {
  return {
    version: 1,
    startedAt: startedAt.toISOString(),
    supervisor: { pid: process.pid, log: logFile(paths, "stack") },
    chain: {
      pid: chain.pid(),
      log: logFile(paths, "chain"),
      id: chain.chainId,
      rpcUrl: chain.url,
      genesisHash: deployment.genesisHash,
      canLoseSeconds: chain.canLoseSeconds(),
    },
    gateway: { ...processOf(gateway.supervised), url: gateway.url },
    ...(indexer && { indexer: { ...processOf(indexer.supervised), url: indexer.url, database } }),
    ...(web && { web: { ...processOf(web.supervised), url: web.url } }),
    agents: agents.map(({ name, supervised, healthUrl }) => ({
      ...processOf(supervised),
      name,
      provider: accounts[`provider-${name}`].account.address,
      node: accounts[`node-${name}`].account.address,
      healthUrl,
      config: agentConfigFile(paths, name),
    })),
    deployment: deploymentPath(paths.deployments, chain.chainId),
    accounts: Object.fromEntries(
      ACCOUNT_NAMES.map((name) => [
        name,
        { address: accounts[name].account.address, keystore: accounts[name].keystore },
      ]),
    ),
    passwordFile: passwordFile(paths.accounts),
  };
}

/** A process that is just being started again has the last one's id for a moment. */
function processOf({ pid, log }: Supervised) {
  return { pid: pid(), log };
}
