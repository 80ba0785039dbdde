import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { DEPLOYMENT } from "./samples.ts";

/** What these gateways call themselves, whatever port they get. */
export const AUDIENCE = "http://gateway.test";
const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

export interface GatewayProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Lines of standard output so far. */
  readonly events: Record<string, unknown>[];
  /** Standard error so far. */
  log(): string;
  /** Resolves when the process is gone. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** A folder with a deployment file, for gateways that are started as processes of their own. */
export async function createGatewayFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "gateway-process-"));
  await writeFile(join(folder, "deployment.json"), JSON.stringify(DEPLOYMENT));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Starts `main.ts` as its operator would. @throws what it wrote to standard error, where it did not come up. */
export async function startGatewayProcess({
  folder,
  rpcUrl,
  env = {},
}: {
  folder: string;
  rpcUrl: string;
  env?: Record<string, string>;
}): Promise<GatewayProcess> {
  const settings = {
    GATEWAY_DATA: join(folder, "data"),
    GATEWAY_DEPLOYMENT: join(folder, "deployment.json"),
    GATEWAY_RPC_URL: rpcUrl,
    GATEWAY_RESERVE_BYTES: "0",
    GATEWAY_PUBLIC_URL: AUDIENCE,
    // A folder's second start spares the work of stripping types.
    NODE_COMPILE_CACHE: join(folder, "compile-cache"),
    ...env,
  };
  const child = spawn(process.execPath, [MAIN], { env: settings, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => {
    log += chunk.toString();
  });
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on("exit", (code, signal) => resolve({ code, signal }));
  });

  const events: Record<string, unknown>[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const event = JSON.parse(line) as Record<string, unknown>;
      events.push(event);
      if (event.event === "listening") resolve(String(event.url));
    });
    void exited.then(() => reject(new Error(log)));
  });
  return { url, child, events, log: () => log, exited };
}
