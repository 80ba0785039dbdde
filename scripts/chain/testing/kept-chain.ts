import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Beginning } from "../boot.ts";

export interface KeptChain {
  readonly keeper: ChildProcess;
  readonly url: string;
  readonly anvil: number;
  readonly beginning: Beginning;
  readonly possibleLossSeconds: number;
  readonly genesisHash: string;
}

/** For tests: a chain whose keeper is a process of its own and can be killed. Rejects when the start fails. */
export async function keepChain(folder: string): Promise<KeptChain> {
  const program = join(import.meta.dirname, "keep-chain.ts");
  const keeper = spawn(process.execPath, [program, "--folder", folder], { stdio: ["ignore", "pipe", "pipe"] });
  let complaints = "";
  keeper.stderr.on("data", (chunk) => (complaints += chunk));
  const ended = once(keeper, "exit").then(([code]) =>
    Promise.reject(new Error(`The start failed (${code}): ${complaints}`)),
  );
  ended.catch(() => {});
  const [line] = await Promise.race([once(createInterface(keeper.stdout), "line"), ended]);
  return { keeper, ...(JSON.parse(line as string) as Omit<KeptChain, "keeper">) };
}

export async function killBoth({ keeper, anvil }: KeptChain): Promise<void> {
  const gone = once(keeper, "exit");
  process.kill(anvil, "SIGKILL");
  keeper.kill("SIGKILL");
  await gone;
}
