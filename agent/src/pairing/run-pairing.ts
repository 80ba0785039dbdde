import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "@computehive/protocol/clock";
import type { Deployment } from "@computehive/protocol/contracts";
import { nodeProfileTypedData } from "@computehive/protocol/node-profile";
import type { Address, LocalAccount } from "viem";
import type { AgentConfig } from "../config/config.ts";
import { AGENT_VERSION } from "../version.ts";
import { pair } from "./pair.ts";
import type { Decide, PairingGateway, PairingNews, ReadProvider } from "./ports.ts";

export interface RunPairingPorts {
  readonly config: AgentConfig;
  readonly deployment: Deployment;
  readonly account: LocalAccount;
  /** Names of the layers that the agent will confine programs with. */
  readonly layers: readonly string[];
  readonly gateway: PairingGateway;
  readonly readProvider: ReadProvider;
  readonly decide: Decide;
  readonly tell: (news: PairingNews) => void;
  readonly clock: Clock;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const POLL_MS = 1_000;

/** Has this agent's node registered by a pairing, and writes down what as. Returns at once for one that is. */
export async function runPairing(ports: RunPairingPorts, signal: AbortSignal): Promise<Address> {
  const { config, deployment, account } = ports;
  const domain = { chainId: deployment.chainId, address: deployment.contracts.staking };
  const { resourceClass, region } = config.accept;
  const provider = await pair(
    {
      facts: {
        node: account.address,
        resourceClass,
        ...(region && { region }),
        capacity: { slots: config.limits.slots, memoryBytes: config.limits.memoryBytes },
        layers: [...ports.layers],
        agentVersion: AGENT_VERSION,
      },
      pollMs: Math.max(POLL_MS, config.chain.pollMs),
      signal,
    },
    { ...ports, signProfile: (profile) => account.signTypedData(nodeProfileTypedData(domain, profile)) },
  );
  writeRegistration(config.dataFolder, { node: account.address, provider, chainId: deployment.chainId });
  return provider;
}

/** For people and scripts; the chain is what counts. */
function writeRegistration(folder: string, facts: Record<string, unknown>): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "registration.json");
  writeFileSync(`${file}.new`, `${JSON.stringify(facts, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}
