import { appendFileSync } from "node:fs";
import { type Chain, startChain } from "../../chain/chain.ts";
import { logFile, type StackPaths } from "../folder/paths.ts";
import type { Parts } from "../parts.ts";
import { killNow } from "../processes/kill-now.ts";

export interface LocalChainOptions {
  readonly paths: StackPaths;
  readonly port: number;
  readonly parts: Parts;
  say(line: string): void;
}

/** The durable chain as a part of the stack. What it says goes to the terminal and to its log. */
export async function startLocalChain({ paths, port, parts, say }: LocalChainOptions): Promise<Chain> {
  const log = (line: string) => {
    appendFileSync(logFile(paths, "chain"), `${new Date().toISOString()} ${line}\n`);
    say(line);
  };
  const chain = await startChain({ folder: paths.chain, port, log });
  parts.add({ name: "chain", stop: () => chain.stop(), kill: () => killNow(chain.pid()) });
  return chain;
}
