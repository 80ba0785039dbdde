import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StackFile } from "@computehive/sdk/stack-file";
import { readStackFile } from "../../../scripts/stack/folder/stack-json.ts";
import { waitUntil } from "../../../scripts/support/wait-until.ts";
import { isAlive, killNow, processTree } from "./processes.ts";

const START = join(import.meta.dirname, "../../../scripts/start.ts");
/** Two busy cores and a first deployment. */
const UP_MS = 420_000;

export interface StartStackOptions {
  /** Where the stack keeps its files; see `temporaryFolder`. */
  readonly folder: string;
  /** Such as `{ a: "lie" }`. */
  readonly faults?: Readonly<Record<string, string>>;
  /** Of `npm start`; by default the example job is left out. */
  readonly flags?: readonly string[];
  /** Chain, gateway and agents; or also the indexer; or also the marketplace. */
  readonly extent?: "core" | "indexed" | "whole";
}

/** A stack in a process of its own. */
export interface RunningStack {
  readonly folder: string;
  /** As it was when the stack came up. */
  readonly stackFile: StackFile;
  /** What the newest start said so far. */
  output(): string;
  /** Waits until the stack has said `text`. */
  said(text: string): Promise<void>;
  /** As Ctrl-C does; answers the exit code. */
  stop(): Promise<number | null>;
  /** Ends every process of the stack at once, as a loss of power does. */
  kill9(): Promise<void>;
  /** Starts a stack that was stopped or killed again, with the same folder, ports and flags (or other flags). */
  restart(flags?: readonly string[]): Promise<void>;
}

const LEFT_OUT = { core: ["--no-indexer"], indexed: ["--no-web"], whole: [] } as const;

/** What `hive --stack` takes. */
export function stackPath({ folder }: Pick<RunningStack, "folder">): string {
  return join(folder, "stack.json");
}

/** Starts a stack and waits until it is up. */
export async function startStack(options: StartStackOptions): Promise<RunningStack> {
  const ports = choosePorts();
  let start = launch(options, ports);
  let stackFile = await start.up();
  return {
    folder: options.folder,
    get stackFile() {
      return stackFile;
    },
    output: () => start.output(),
    said: (text) => waitUntil(() => start.output().includes(text), { timeoutMs: UP_MS, what: `The words "${text}"` }),
    stop: () => start.stop(),
    kill9: () => start.kill9(),
    async restart(flags) {
      start = launch(flags ? { ...options, flags } : options, ports);
      stackFile = await start.up();
    },
  };
}

export interface Launched {
  readonly child: ChildProcess;
  output(): string;
  /** Resolves when stack.json is there. */
  up(): Promise<StackFile>;
  /** The exit code, when it ends by itself. */
  ended(): Promise<number | null>;
  stop(): Promise<number | null>;
  kill9(): Promise<void>;
}

export interface Ports {
  readonly chain: number;
  readonly gateway: number;
  readonly indexer: number;
  readonly web: number;
}

/** Below the range from which the system takes ports for outgoing connections, so that nobody takes them meanwhile. */
export function choosePorts(): Ports {
  return {
    chain: randomInt(12_000, 17_000),
    gateway: randomInt(17_000, 22_000),
    indexer: randomInt(22_000, 27_000),
    web: randomInt(27_000, 32_000),
  };
}

/** Starts a stack without waiting for it. */
export function launch(
  { folder, faults = {}, flags = ["--no-demo"], extent = "core" }: StartStackOptions,
  ports: Ports,
): Launched {
  const wishes = [
    "--folder",
    folder,
    ...Object.entries(ports).flatMap(([part, port]) => [`--${part}-port`, `${port}`]),
  ];
  wishes.push(...LEFT_OUT[extent]);
  const wrong = Object.entries(faults).flatMap(([agent, fault]) => ["--faults", `${agent}=${fault}`]);
  const child = spawn(process.execPath, [START, ...wishes, ...wrong, ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const end = once(child, "close").then(([code]) => code as number | null);
  const file = join(folder, "stack.json");
  return {
    child,
    output: () => output,
    ended: () => end,
    async up() {
      const isUp = () => readStackFile(file)?.supervisor.pid === child.pid || child.exitCode !== null;
      await waitUntil(isUp, { timeoutMs: UP_MS, what: `The stack in ${folder} (it said: ${output})` });
      const stack = readStackFile(file);
      if (!stack) throw new Error(`The stack ended with exit code ${child.exitCode}:\n${output}`);
      return stack;
    },
    stop() {
      child.kill("SIGTERM");
      return end;
    },
    async kill9() {
      // The number of a process that ended may be another one's by now.
      if (child.exitCode !== null || child.signalCode !== null) return;
      const tree = processTree(child.pid as number);
      for (const pid of tree) killNow(pid);
      await end;
      await waitUntil(() => !tree.some(isAlive), { what: "The end of all processes" });
    },
  };
}

/** A folder for one stack, gone after `remove`. */
export function temporaryFolder(): { folder: string; remove(): void } {
  const parent = mkdtempSync(join(tmpdir(), "hive-stack-"));
  // A PostgreSQL that root starts runs as another user, who must be able to enter.
  chmodSync(parent, 0o755);
  return {
    folder: join(parent, "hive"),
    remove: () => existsSync(parent) && rmSync(parent, { recursive: true, force: true, maxRetries: 5 }),
  };
}
