import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { AgentName, Fault } from "../flags.ts";
import { type DemoAccounts, passwordFile } from "../folder/accounts.ts";
import { logFile, type StackPaths } from "../folder/paths.ts";
import { writePrivately } from "../folder/write-privately.ts";
import { childEnvironment } from "./env.ts";
import { HEARTBEAT_SECONDS } from "./gateway.ts";
import { AGENT_PROGRAM, ROOT } from "./programs.ts";
import type { ProcessSpec } from "./supervise.ts";

/** What a stopping agent gives its programs; the rest goes on after the next start. */
const DRAIN_SECONDS = 5;
const POLL_MS = 250;

export interface AgentPlace {
  readonly paths: StackPaths;
  readonly accounts: DemoAccounts;
  readonly deployment: string;
  readonly rpcUrl: string;
  readonly gatewayUrl: string;
  readonly healthPort: number;
  readonly fault: Fault | undefined;
}

export function agentConfigFile({ agents }: StackPaths, name: AgentName): string {
  return join(agents, name, "agent.json");
}

/** Writes the configuration file of one agent and says how it is started. */
export function agentSpec(name: AgentName, place: AgentPlace): ProcessSpec {
  const { paths } = place;
  const config = agentConfigFile(paths, name);
  mkdirSync(join(paths.agents, name), { recursive: true });
  writePrivately(config, `${JSON.stringify(agentConfig(name, place), null, 2)}\n`);
  return {
    name: `agent-${name}`,
    command: process.execPath,
    args: [AGENT_PROGRAM, "--config", config],
    cwd: ROOT,
    log: logFile(paths, `agent-${name}`),
    env: childEnvironment(),
  };
}

function agentConfig(
  name: AgentName,
  { paths, accounts, deployment, rpcUrl, gatewayUrl, healthPort, fault }: AgentPlace,
) {
  return {
    dataFolder: join(paths.agents, name, "data"),
    deployment,
    chain: { rpcUrl, confirmations: 1, pollMs: POLL_MS },
    gateway: { url: gatewayUrl, heartbeatSeconds: HEARTBEAT_SECONDS },
    key: { keystore: accounts[`node-${name}`].keystore, passwordFile: passwordFile(paths.accounts) },
    // Nobody sits in the jury of a chain that was born a moment ago.
    accept: { refundOnSilence: false, jurySeats: 0 },
    health: { port: healthPort },
    drainSeconds: DRAIN_SECONDS,
    ...(fault && { testFaults: { [fault]: true } }),
  };
}

/** The part of an agent's health page that a start waits for and speaks of. */
export interface AgentHealth {
  readonly status: string;
  readonly reasons: readonly { readonly detail: string }[];
  readonly provider?: string;
  readonly chain: { readonly reachable: boolean };
  readonly gateway: { readonly reachable: boolean };
  readonly sandbox: {
    readonly layers: readonly string[];
    readonly missing: readonly { readonly layer: string; readonly why: string }[];
  };
}

export function agentMissing({ chain, gateway, provider }: AgentHealth): string | undefined {
  if (!chain.reachable) return "It has not reached the chain.";
  if (!gateway.reachable) return "It has not reached the gateway.";
  return provider === undefined ? "Its node is not registered." : undefined;
}
