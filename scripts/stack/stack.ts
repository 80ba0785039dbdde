import { rmSync } from "node:fs";
import type { Deployment } from "@computehive/protocol/contracts";
import type { StackFile } from "@computehive/sdk/stack-file";
import { buildWeb } from "../web/build.ts";
import type { StackOptions } from "./flags.ts";
import { type DemoAccounts, writeDemoAccounts } from "./folder/accounts.ts";
import { describeStack } from "./folder/describe-stack.ts";
import { endLeftovers } from "./folder/leftovers.ts";
import { lockStack } from "./folder/lock.ts";
import { forgetEverything, makeFolders, type StackPaths, stackPaths } from "./folder/paths.ts";
import { keepStackFile } from "./folder/stack-json.ts";
import { watchChain } from "./market/chain-watch.ts";
import { startLocalChain } from "./market/local-chain.ts";
import { prepareChain } from "./market/prepare-chain.ts";
import type { Parts } from "./parts.ts";
import { startDatabase } from "./processes/database.ts";
import { GRACE_MS } from "./processes/ready-process.ts";
import { startProcesses } from "./processes/start-processes.ts";
import type { Supervised } from "./processes/supervise.ts";
import { DEVELOPMENT_SERVER } from "./processes/web.ts";

export interface StackPorts {
  say(line: string): void;
  /** Aborting it interrupts the start, and what goes on in the background of a running stack. */
  readonly signal: AbortSignal;
  /** Everything that was started is here, also when the start fails. */
  readonly parts: Parts;
}

/** A whole local market: chain, contracts, gateway, and two agents of two providers. */
export interface Stack {
  readonly paths: StackPaths;
  readonly accounts: DemoAccounts;
  /** Everything but the chain. */
  readonly processes: readonly Supervised[];
  deployment(): Deployment;
  say(line: string): void;
  /** What runs now. */
  file(): StackFile;
}

/** @throws StackRunningError, NotReadyError, and what the chain and the deployment throw. */
export async function startStack(options: StackOptions, { say, signal, parts }: StackPorts): Promise<Stack> {
  const paths = stackPaths(options.folder);
  makeFolders(paths);
  takeFolder(paths, parts);
  await clearFolder(paths, options, say);
  const accounts = await writeDemoAccounts(paths.accounts);
  const webServer = options.web ? webServerOf(options, { say, signal }) : undefined;
  // Its failure is awaited when the server is needed: until then it shall not end the process as unhandled.
  webServer?.catch(() => {});
  const databaseUrl = options.postgres ? await startDatabase(paths, { say, signal, parts }) : undefined;
  signal.throwIfAborted();
  const chain = await startLocalChain({ paths, port: options.chainPort, parts, say });
  signal.throwIfAborted();
  const prepare = () => prepareChain(chain.url, { accounts, paths, signal, onStep: say });
  let deployment = await prepare();

  const running = await startProcesses(
    { options, paths, accounts, chain, databaseUrl, webServer },
    { say, signal, parts },
  );
  const { gateway, agents, indexer, web } = running;
  const processes = [gateway, indexer, web, ...agents].flatMap((one) => (one ? [one.supervised] : []));
  const database = databaseUrl ? "postgres" : "pglite";
  const startedAt = new Date();
  const file = () => describeStack({ startedAt, paths, accounts, chain, deployment, database, ...running });
  void keepStackFile(paths.stackFile, file, signal);
  void watchChain(chain.url, {
    signal,
    async onWentBack() {
      say("The chain went back: contracts and demo accounts are looked through again.");
      const before = deployment;
      deployment = await prepare();
      if (isSame(before, deployment)) return;
      say("It is another chain now: everything starts again.");
      await Promise.all(processes.map((supervised) => supervised.restart(GRACE_MS)));
    },
  });
  return { paths, accounts, processes, file, say, deployment: () => deployment };
}

function webServerOf({ development }: StackOptions, ports: Pick<StackPorts, "say" | "signal">): Promise<string> {
  return development ? Promise.resolve(DEVELOPMENT_SERVER) : buildWeb(ports);
}

function takeFolder(paths: StackPaths, parts: Parts): void {
  const release = lockStack(paths.lock);
  const leave = () => {
    rmSync(paths.stackFile, { force: true });
    release();
  };
  parts.add({ name: "stack", stop: async () => leave(), kill: leave });
}

async function clearFolder(paths: StackPaths, { fresh }: StackOptions, say: StackPorts["say"]): Promise<void> {
  const left = await endLeftovers(paths.folder);
  if (left > 0) say(`Ended ${left} ${left === 1 ? "process" : "processes"} that a killed stack had left running.`);
  rmSync(paths.stackFile, { force: true });
  if (!fresh) return;
  forgetEverything(paths);
  makeFolders(paths);
  say("Beginning anew: chain, gateway and agents have forgotten everything.");
}

function isSame(a: Deployment, b: Deployment): boolean {
  return a.genesisHash === b.genesisHash && a.contracts.market === b.contracts.market;
}
