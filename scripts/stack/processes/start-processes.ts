import type { Chain } from "../../chain/chain.ts";
import { deploymentPath } from "../../deploy/deployment-file.ts";
import { AGENT_NAMES, type AgentName, type StackOptions } from "../flags.ts";
import type { DemoAccounts } from "../folder/accounts.ts";
import type { StackPaths } from "../folder/paths.ts";
import type { Parts } from "../parts.ts";
import { type AgentHealth, agentMissing, agentSpec, DRAIN_SECONDS } from "./agents.ts";
import { describeLayers } from "./describe-layers.ts";
import { type GatewayHealth, gatewayMissing, gatewaySpec } from "./gateway.ts";
import { freePorts } from "./ports.ts";
import { describeExit, untilReady } from "./ready.ts";
import { type ProcessSpec, type Supervised, supervise } from "./supervise.ts";

/** What a process gets to stop in order: an agent drains, a gateway ends its uploads. */
export const GRACE_MS = (DRAIN_SECONDS + 7) * 1_000;
/** A machine with other work can be slow. */
const READY_MS = 90_000;

export interface RunningGateway {
  readonly supervised: Supervised;
  readonly url: string;
}

export interface RunningAgent {
  readonly name: AgentName;
  readonly supervised: Supervised;
  readonly healthUrl: string;
}

export interface Processes {
  readonly gateway: RunningGateway;
  readonly agents: readonly RunningAgent[];
}

export interface ProcessPlace {
  readonly options: StackOptions;
  readonly paths: StackPaths;
  readonly accounts: DemoAccounts;
  readonly chain: Chain;
}

export interface ProcessPorts {
  say(line: string): void;
  readonly signal: AbortSignal;
  readonly parts: Parts;
}

/** Starts the gateway, then both agents, and waits until each is ready. @throws NotReadyError */
export async function startProcesses(
  { options, paths, accounts, chain }: ProcessPlace,
  { say, signal, parts }: ProcessPorts,
): Promise<Processes> {
  const events = {
    onCrash: (name: string, exit: Parameters<typeof describeExit>[0], pauseMs: number) =>
      say(`${name} ended by itself (${describeExit(exit)}) and is started again in ${pauseMs / 1000} s.`),
  };
  const start = (spec: ProcessSpec) => supervise(spec, events);
  const [port, ...healthPorts] = (await freePorts(options.gatewayPort, 1 + AGENT_NAMES.length)) as [
    number,
    ...number[],
  ];
  if (options.gatewayPort !== 0 && port !== options.gatewayPort)
    say(`Port ${options.gatewayPort} is taken; the gateway uses ${port}.`);
  const place = { paths, accounts, deployment: deploymentPath(paths.deployments, chain.chainId), rpcUrl: chain.url };

  const gateway = { supervised: start(gatewaySpec({ ...place, port })), url: `http://127.0.0.1:${port}` };
  parts.add(partOf(gateway.supervised));
  await untilReady<GatewayHealth>(gateway.supervised, {
    url: `${gateway.url}/health`,
    missing: gatewayMissing,
    timeoutMs: READY_MS,
    signal,
  });

  const agents = AGENT_NAMES.map((name, i): RunningAgent => {
    const healthPort = healthPorts[i] as number;
    const spec = agentSpec(name, { ...place, gatewayUrl: gateway.url, healthPort, fault: options.faults[name] });
    return { name, supervised: start(spec), healthUrl: `http://127.0.0.1:${healthPort}/health` };
  });
  parts.add(...agents.map(({ supervised }) => partOf(supervised)));
  const pages = await Promise.all(
    agents.map(({ supervised, healthUrl }) =>
      untilReady<AgentHealth>(supervised, { url: healthUrl, missing: agentMissing, timeoutMs: READY_MS, signal }),
    ),
  );
  for (const [i, page] of pages.entries()) warnOf(agents[i] as RunningAgent, page, say);
  if (pages[0]) say(describeLayers(pages[0].sandbox));
  return { gateway, agents };
}

function warnOf({ supervised }: RunningAgent, { status, reasons }: AgentHealth, say: ProcessPorts["say"]): void {
  if (status !== "ready") say(`${supervised.name} says "${status}": ${reasons.map(({ detail }) => detail).join(" ")}`);
}

function partOf(supervised: Supervised) {
  return { name: supervised.name, stop: () => supervised.stop(GRACE_MS), kill: () => supervised.kill() };
}
