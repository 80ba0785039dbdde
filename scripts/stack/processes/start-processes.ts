import type { Chain } from "../../chain/chain.ts";
import { deploymentPath } from "../../deploy/deployment-file.ts";
import { AGENT_NAMES, type AgentName, type StackOptions } from "../flags.ts";
import type { DemoAccounts } from "../folder/accounts.ts";
import type { StackPaths } from "../folder/paths.ts";
import { type AgentHealth, agentMissing, agentSpec } from "./agents.ts";
import { describeLayers } from "./describe-layers.ts";
import { type GatewayHealth, gatewayMissing, gatewaySpec } from "./gateway.ts";
import { type IndexerHealth, indexerMissing, indexerSpec } from "./indexer.ts";
import { type ProcessPorts, startServices } from "./ready-process.ts";
import { choosePorts } from "./service-ports.ts";
import type { Supervised } from "./supervise.ts";
import { type WebHealth, webMissing, webSpec } from "./web.ts";

/** A process that answers over HTTP. */
export interface RunningService {
  readonly supervised: Supervised;
  readonly url: string;
}

export interface RunningAgent {
  readonly name: AgentName;
  readonly supervised: Supervised;
  readonly healthUrl: string;
}

export interface Processes {
  readonly gateway: RunningService;
  readonly agents: readonly RunningAgent[];
  readonly indexer: RunningService | undefined;
  readonly web: RunningService | undefined;
}

export interface ProcessPlace {
  readonly options: StackOptions;
  readonly paths: StackPaths;
  readonly accounts: DemoAccounts;
  readonly chain: Chain;
  /** Of PostgreSQL, where the stack uses it. */
  readonly databaseUrl: string | undefined;
  /** Resolves with the marketplace's server when it is built. */
  readonly webServer: Promise<string> | undefined;
}

const urlOf = (port: number): string => `http://127.0.0.1:${port}`;

/** Starts gateway, indexer and agents, then the marketplace, and waits until each is ready. @throws NotReadyError */
export async function startProcesses(place: ProcessPlace, ports: ProcessPorts): Promise<Processes> {
  const { options, paths, accounts, chain, databaseUrl } = place;
  const at = await choosePorts(options, ports.say);
  const facts = { paths, deployment: deploymentPath(paths.deployments, chain.chainId), rpcUrl: chain.url, databaseUrl };
  const urls = { gateway: urlOf(at.gateway), indexer: urlOf(at.indexer), web: urlOf(at.web) };

  const starting = options.indexer
    ? startServices<IndexerHealth>(
        [
          {
            spec: indexerSpec({ ...facts, port: at.indexer }),
            page: `${urls.indexer}/health`,
            missing: indexerMissing,
          },
        ],
        ports,
      )
    : undefined;
  // Its failure is awaited below: until then it shall not end the process as unhandled.
  starting?.catch(() => {});
  const [gateway] = await startServices<GatewayHealth>(
    [
      {
        spec: gatewaySpec({ ...facts, accounts, port: at.gateway, webOrigin: options.web ? urls.web : undefined }),
        page: `${urls.gateway}/health`,
        missing: gatewayMissing,
      },
    ],
    ports,
  );
  const agents = await startAgents(place, { ...facts, gatewayUrl: urls.gateway, healthPorts: at.agents }, ports);
  const [indexer] = (await starting) ?? [];
  const web = await startWeb(place, { ...facts, port: at.web, urls }, ports);
  return {
    gateway: { supervised: gateway!.supervised, url: urls.gateway },
    agents,
    indexer: indexer && { supervised: indexer.supervised, url: urls.indexer },
    web: web && { supervised: web, url: urls.web },
  };
}

interface Facts {
  readonly paths: StackPaths;
  readonly deployment: string;
  readonly rpcUrl: string;
}

async function startAgents(
  { options, accounts }: ProcessPlace,
  { healthPorts, ...facts }: Facts & { gatewayUrl: string; healthPorts: readonly number[] },
  ports: ProcessPorts,
): Promise<RunningAgent[]> {
  const services = AGENT_NAMES.map((name, i) => {
    const healthPort = healthPorts[i] as number;
    const spec = agentSpec(name, { ...facts, accounts, healthPort, fault: options.faults[name] });
    return { spec, page: `${urlOf(healthPort)}/health`, missing: agentMissing };
  });
  const started = await startServices<AgentHealth>(services, ports);
  for (const { supervised, page } of started) warnOf(supervised, page, ports.say);
  if (started[0]) ports.say(describeLayers(started[0].page.sandbox));
  return started.map(({ supervised }, i) => ({
    name: AGENT_NAMES[i] as AgentName,
    supervised,
    healthUrl: services[i]!.page,
  }));
}

async function startWeb(
  { options, webServer }: ProcessPlace,
  facts: Facts & { port: number; urls: Record<"gateway" | "indexer" | "web", string> },
  ports: ProcessPorts,
): Promise<Supervised | undefined> {
  if (!options.web || !webServer) return undefined;
  const spec = webSpec({ ...facts, server: await webServer });
  const [web] = await startServices<WebHealth>(
    [{ spec, page: `${facts.urls.web}/api/health`, missing: webMissing }],
    ports,
  );
  return web?.supervised;
}

function warnOf({ name }: Supervised, { status, reasons }: AgentHealth, say: ProcessPorts["say"]): void {
  if (status !== "ready") say(`${name} says "${status}": ${reasons.map(({ detail }) => detail).join(" ")}`);
}
