import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { waitUntil } from "../../../scripts/support/wait-until.ts";
import type { Place } from "./place.ts";

const AGENT = join(import.meta.dirname, "../../../agent/src/main.ts");

/** An agent with a key of its own that asks to be paired, and goes to work as soon as it is. */
export interface PairedAgent {
  readonly node: `0x${string}`;
  /** As it shows it, with the dash; waits until there is one. */
  code(): Promise<string>;
  fingerprint(): string;
  output(): string;
  stop(): Promise<void>;
}

/** @param provider The only account for which it signs. */
export function startPairing(place: Place, { provider }: { provider: string }): PairedAgent {
  const folder = mkdtempSync(join(tmpdir(), "hive-web-agent-"));
  const key = generatePrivateKey();
  const config = {
    dataFolder: "data",
    deployment: place.stack.deployment,
    chain: { rpcUrl: place.rpcUrl, confirmations: 1, pollMs: 250 },
    gateway: { url: place.gatewayUrl, heartbeatSeconds: 1 },
    key: { privateKeyVariable: "WEB_TEST_NODE_KEY" },
    limits: { slots: 1 },
  };
  const file = join(folder, "agent.json");
  writeFileSync(file, JSON.stringify(config));
  const child = spawn(process.execPath, [AGENT, "--config", file, "--pair", "--provider", provider], {
    env: { ...process.env, WEB_TEST_NODE_KEY: key },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const shown = (what: RegExp) => [...output.matchAll(what)].at(-1)?.[1];
  return {
    node: privateKeyToAddress(key),
    async code() {
      await waitUntil(() => shown(CODE) !== undefined || child.exitCode !== null, { what: `A code (${output})` });
      const code = shown(CODE);
      if (!code) throw new Error(`The agent ended with code ${child.exitCode}:\n${output}`);
      return code;
    },
    fingerprint: () => shown(FINGERPRINT) ?? "",
    output: () => output,
    async stop() {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const CODE = /Code:\s+([A-Z2-9]{4}-[A-Z2-9]{4})/g;
const FINGERPRINT = /Fingerprint:\s+([0-9a-f-]{19})/g;

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  // Twice: the first signal drains, the second ends at once.
  child.kill("SIGTERM");
  child.kill("SIGTERM");
  await closed;
}
