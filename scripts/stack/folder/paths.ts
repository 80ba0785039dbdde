import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Where a stack keeps what. */
export interface StackPaths {
  readonly folder: string;
  readonly lock: string;
  readonly stackFile: string;
  readonly deployments: string;
  readonly chain: string;
  readonly gateway: string;
  readonly indexer: string;
  readonly postgres: string;
  readonly agents: string;
  /** Keystores of the demo accounts. They survive a fresh start: their keys are the same for ever. */
  readonly accounts: string;
  readonly logs: string;
}

export function stackPaths(folder: string): StackPaths {
  return {
    folder,
    lock: join(folder, "stack.lock"),
    stackFile: join(folder, "stack.json"),
    deployments: join(folder, "deployments"),
    chain: join(folder, "chain"),
    gateway: join(folder, "gateway"),
    indexer: join(folder, "indexer"),
    postgres: join(folder, "postgres"),
    agents: join(folder, "agents"),
    accounts: join(folder, "accounts"),
    logs: join(folder, "logs"),
  };
}

export function logFile({ logs }: StackPaths, name: string): string {
  return join(logs, `${name}.log`);
}

export function makeFolders({ folder, agents, logs }: StackPaths): void {
  for (const path of [folder, agents, logs]) mkdirSync(path, { recursive: true });
}

/** Removes what chain, gateway, indexer and agents know. Nothing of the stack may run. */
export function forgetEverything({ chain, deployments, gateway, indexer, postgres, agents, logs }: StackPaths): void {
  for (const path of [chain, deployments, gateway, indexer, postgres, agents, logs])
    rmSync(path, { recursive: true, force: true });
}
