import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ComputeHiveError } from "@computehive/protocol/error";
import { createRpc } from "./rpc.ts";

const SUPPLIED = join(import.meta.dirname, "../../node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
const POLL_MS = 50;
const STOP_GRACE_MS = 30_000;
/** Enough for reorganisations of any tested depth; older states cost memory (about 50 kB a block) and are not dumped. */
const STATES_IN_MEMORY = 128;

export interface AnvilOptions {
  readonly port: number;
  readonly chainId: number;
  /** Seconds between blocks; 0 mines only when a transaction or `evm_mine` asks for it. */
  readonly blockTimeSeconds: number;
  readonly dumpFile: string;
  readonly dumpIntervalSeconds: number;
  readonly loadFile?: string | undefined;
  /**
   * What makes the genesis block. It must be the same at every start: anvil builds a genesis before it loads a state and
   * writes both into the next dump, so that a different one would take the real one's place at some later start.
   */
  readonly genesis: Genesis;
}

export interface Genesis {
  /** Unix seconds. */
  readonly timestamp: number;
  /** Wei per gas. */
  readonly baseFee: number;
}

export interface Anvil {
  readonly pid: number;
  /** Resolves with how it ended: an exit code or a signal. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Ends it with a final dump, or by force after half a minute. Answers whether the dump was written. */
  stop(): Promise<boolean>;
}

/** Starts anvil and waits until it answers with the right chain id. Throws AnvilStartError when it ends before. */
export async function startAnvil(options: AnvilOptions, signal?: AbortSignal): Promise<Anvil> {
  const [program, ...args] = [...dieWithParent(), anvilProgram(), ...anvilArguments(options)] as [string, ...string[]];
  // A group of its own: a Ctrl-C at the terminal reaches the supervisor alone, which then stops anvil in order.
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], detached: true });
  const complaints = collect(child);
  const ended = endOf(child);
  try {
    await ready(options, ended, complaints, signal);
    await followTheClock(options.port);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return { pid: child.pid as number, ended, stop: () => stop(child, ended) };
}

function anvilArguments({
  port,
  chainId,
  blockTimeSeconds,
  dumpFile,
  dumpIntervalSeconds,
  loadFile,
  genesis,
}: AnvilOptions): string[] {
  const mining = blockTimeSeconds === 0 ? [] : ["--block-time", blockTimeSeconds, "--mixed-mining"];
  const load = loadFile === undefined ? [] : ["--load-state", loadFile];
  const origin = ["--timestamp", genesis.timestamp, "--block-base-fee-per-gas", genesis.baseFee];
  const dump = ["--dump-state", dumpFile, "--state-interval", dumpIntervalSeconds];
  const network = ["--host", "127.0.0.1", "--port", port, "--chain-id", chainId, "--hardfork", "osaka"];
  return ["--quiet", ...network, ...mining, ...dump, ...load, ...origin, "--prune-history", STATES_IN_MEMORY].map(
    String,
  );
}

function anvilProgram(): string {
  return existsSync(SUPPLIED) ? SUPPLIED : "anvil";
}

/** Where the system can, anvil is told to stop when its supervisor is killed, so that no chain is left without a keeper. */
function dieWithParent(): string[] {
  const supported = process.platform === "linux" && spawnSync("setpriv", ["--pdeathsig", "TERM", "true"]).status === 0;
  return supported ? ["setpriv", "--pdeathsig", "TERM"] : [];
}

async function ready(
  { port, chainId }: AnvilOptions,
  ended: Promise<number | NodeJS.Signals>,
  complaints: () => string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const rpc = createRpc(`http://127.0.0.1:${port}`);
  let result: number | NodeJS.Signals | undefined;
  void ended.then((value) => (result = value));
  for (;;) {
    signal?.throwIfAborted();
    if (result !== undefined) throw new AnvilStartError({ result, complaints: complaints() });
    const found = await rpc<string>("eth_chainId").catch(() => undefined);
    if (found !== undefined && result === undefined) {
      if (Number(found) === chainId) return;
      throw new AnvilStartError({
        result: 0,
        complaints: `Address already in use: port ${port} answers for chain ${Number(found)}.`,
      });
    }
    await wait(POLL_MS);
  }
}

/** Given a genesis time, anvil counts on from there instead of following the clock. */
async function followTheClock(port: number): Promise<void> {
  const rpc = createRpc(`http://127.0.0.1:${port}`);
  const head = await rpc<{ timestamp: string }>("eth_getBlockByNumber", ["latest", false]);
  await rpc("anvil_setTime", [Math.max(Number(head.timestamp), Math.floor(Date.now() / 1000))]);
}

function collect(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (text = (text + chunk).slice(-4_000)));
  return () => text;
}

function endOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise((resolve) => {
    child.once("error", () => resolve(127));
    child.once("exit", (code, signal) => resolve(code ?? signal ?? 1));
  });
}

async function stop(child: ChildProcess, ended: Promise<number | NodeJS.Signals>): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return false;
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MS);
  try {
    return (await ended) === 0;
  } finally {
    clearTimeout(timer);
  }
}

/** Why anvil did not start, as far as the reaction differs: another state, another port, or none. */
export type StartFailure = "state-refused" | "port-taken" | "not-installed" | "other";

export class AnvilStartError extends ComputeHiveError {
  override readonly name = "AnvilStartError";
  readonly failure: StartFailure;
  constructor({ result, complaints }: { result: number | NodeJS.Signals; complaints: string }) {
    const words = complaints.trim();
    super(result === 127 ? "anvil was not found: install Foundry 1.7." : "The local chain (anvil) did not start.", {
      metaMessages: [`Ended with: ${result}`, ...(words === "" ? [] : [words])],
    });
    this.failure = failureOf(result, words);
  }
}

function failureOf(result: number | NodeJS.Signals, words: string): StartFailure {
  if (result === 127) return "not-installed";
  if (/address already in use/i.test(words)) return "port-taken";
  return /--load-state|panicked/.test(words) ? "state-refused" : "other";
}
