import { AGENT_NAMES, type StackOptions } from "../flags.ts";
import { freePorts } from "./ports.ts";

/** Where every process of the stack listens. */
export interface ServicePorts {
  readonly gateway: number;
  /** One for each agent. */
  readonly agents: readonly number[];
  readonly indexer: number;
  readonly web: number;
}

/** Chooses all ports before anything starts: the gateway must know the marketplace's origin. */
export async function choosePorts(options: StackOptions, say: (line: string) => void): Promise<ServicePorts> {
  const taken: number[] = [];
  const choose = async (name: string, wanted: number, count = 1): Promise<number[]> => {
    const ports = await freePorts(wanted, count, taken);
    taken.push(...ports);
    if (wanted !== 0 && wanted !== ports[0]) say(`Port ${wanted} is taken; the ${name} uses ${ports[0]}.`);
    return ports;
  };
  const [gateway, ...agents] = (await choose("gateway", options.gatewayPort, 1 + AGENT_NAMES.length)) as [number];
  const [indexer] = (await choose("indexer", options.indexerPort)) as [number];
  const [web] = (await choose("marketplace", options.webPort)) as [number];
  return { gateway, agents, indexer, web };
}
