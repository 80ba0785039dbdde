import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ComputeHiveError } from "@computehive/protocol/error";

export const AGENT_NAMES = ["a", "b"] as const;
export type AgentName = (typeof AGENT_NAMES)[number];

/** What an agent does wrong on purpose; see the agent's test faults. */
export const FAULTS = ["lie", "withhold"] as const;
export type Fault = (typeof FAULTS)[number];

export interface StackOptions {
  /** Absolute. Everything that the stack keeps lies below. */
  readonly folder: string;
  /** The wished ports; the next free ones are taken, 0 means any. */
  readonly chainPort: number;
  readonly gatewayPort: number;
  readonly indexerPort: number;
  readonly webPort: number;
  /** Without it there is no web marketplace either. */
  readonly indexer: boolean;
  readonly web: boolean;
  /** Indexer and gateway keep their tables in PostgreSQL. */
  readonly postgres: boolean;
  /** The marketplace by its development server, which builds what is asked for. */
  readonly development: boolean;
  readonly fresh: boolean;
  readonly demo: boolean;
  /** Ends after the demo job instead of staying. */
  readonly once: boolean;
  readonly quiet: boolean;
  readonly faults: Readonly<Partial<Record<AgentName, Fault>>>;
}

export const DEFAULT_FOLDER = join(import.meta.dirname, "../../.hive");

export const USAGE = `Usage: npm start -- [options]
  --fresh               begin anew: chain, gateway and agents forget everything
  --folder DIR          where the stack keeps its files (default: .hive)
  --chain-port PORT     wished port of the chain (8545; 0: any free one)
  --gateway-port PORT   wished port of the gateway (4810; the agents' pages follow it)
  --indexer-port PORT   wished port of the indexer (4830)
  --web-port PORT       wished port of the marketplace (3000)
  --postgres            keep tables in PostgreSQL: DATABASE_URL, or an installed server that is started for the stack
  --no-indexer          start neither indexer nor marketplace
  --no-web              start no marketplace
  --no-demo             post no example job
  --faults a=lie        test fault of an agent: lie or withhold; repeatable
  --once                end after the example job: exit code 0 if it was settled
  --quiet               print failures alone`;

/** @throws FlagError that says which flag and why. */
export function parseFlags(args: readonly string[], { development = false } = {}): StackOptions {
  const flags = parse(args);
  return {
    folder: resolve(flags.folder ?? DEFAULT_FOLDER),
    chainPort: portOf("chain-port", flags["chain-port"]),
    gatewayPort: portOf("gateway-port", flags["gateway-port"]),
    indexerPort: portOf("indexer-port", flags["indexer-port"]),
    webPort: portOf("web-port", flags["web-port"]),
    indexer: flags.indexer,
    web: flags.web && flags.indexer,
    postgres: flags.postgres,
    development,
    fresh: flags.fresh,
    demo: flags.demo,
    once: flags.once,
    quiet: flags.quiet,
    faults: Object.fromEntries(flags.faults.flatMap((text) => text.split(",")).map(faultOf)),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        fresh: { type: "boolean", default: false },
        folder: { type: "string" },
        "chain-port": { type: "string", default: "8545" },
        "gateway-port": { type: "string", default: "4810" },
        "indexer-port": { type: "string", default: "4830" },
        "web-port": { type: "string", default: "3000" },
        indexer: { type: "boolean", default: true },
        web: { type: "boolean", default: true },
        postgres: { type: "boolean", default: false },
        demo: { type: "boolean", default: true },
        faults: { type: "string", multiple: true, default: [] },
        once: { type: "boolean", default: false },
        quiet: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new FlagError({ reason: (error as Error).message });
  }
}

function portOf(flag: string, text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new FlagError({ reason: `--${flag} is a number from 0 to 65535, not ${text}.` });
  return port;
}

function faultOf(text: string): [AgentName, Fault] {
  const [name, fault] = text.split("=");
  const agent = AGENT_NAMES.find((known) => known === name);
  const known = FAULTS.find((candidate) => candidate === fault);
  if (agent && known) return [agent, known];
  throw new FlagError({
    reason: `--faults takes ${AGENT_NAMES.join(" or ")}, "=", and ${FAULTS.join(" or ")}; not ${text}.`,
  });
}

export class FlagError extends ComputeHiveError {
  override readonly name = "FlagError";
  constructor({ reason }: { reason: string }) {
    super(reason, { metaMessages: [USAGE] });
  }
}
