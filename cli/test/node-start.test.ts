import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deploymentSchema } from "@computehive/protocol/contracts";
import { generatePrivateKey } from "viem/accounts";
import { describe, expect, it, onTestFinished } from "vitest";
import { toJson } from "../src/terminal/json.ts";
import { temporaryFolder } from "../src/testing/temporary-folder.ts";

const HIVE = join(import.meta.dirname, "../bin/hive.js");

/** The agent's standard output is hive's: it is closed when both are gone. */
describe("hive node start", { timeout: 240_000 }, () => {
  it("takes its agent along when it is killed", async () => {
    const { hive, ended, said } = await startNode();
    hive.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
    expect(said()).toContain("the process that started this agent is gone");
    expect(said()).toContain('"drained"');
  });

  it("drains its agent at the first Ctrl-C, and says so", async () => {
    const { hive, ended, said } = await startNode();
    hive.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
    expect(said()).toContain('"drained"');
    expect(said()).not.toContain("is gone");
  });

  it("has its agent keep the channel to itself", async () => {
    const { agent } = await startNode();
    expect(readFileSync(`/proc/${agent}/fdinfo/3`, "utf8")).toMatch(CLOSE_ON_EXEC);
  });
});

/** Flag O_CLOEXEC, octal 02000000. */
const CLOSE_ON_EXEC = /^flags:\s+\d*2\d{6}$/m;

async function startNode() {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "deployment.json"), toJson(deployment()));
  writeFileSync(join(folder, "agent.json"), JSON.stringify(config(folder)));
  const hive = spawn(process.execPath, [HIVE, "node", "start", "agent.json"], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_KEY: generatePrivateKey() },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const ended = once(hive, "close");
  const up = new Promise<void>((resolve, reject) => {
    for (const stream of [hive.stdout, hive.stderr]) {
      stream.setEncoding("utf8").on("data", (more: string) => {
        text += more;
        if (text.includes("the agent is up")) resolve();
      });
    }
    ended.then(() => reject(new Error(`It ended before the agent was up:\n${text}`)), reject);
  });
  onTestFinished(() => endHive(hive));
  await up;
  const [agent] = childrenOf(hive.pid!);
  onTestFinished(() => kill(agent!));
  return { hive, agent: agent!, ended, said: () => text };
}

function endHive(hive: ChildProcess): void {
  if (hive.exitCode === null && hive.signalCode === null) hive.kill("SIGKILL");
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // As it should be: it is gone.
  }
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}

/** A chain and a gateway that nobody serves: an agent starts without them. */
function config(folder: string) {
  return {
    dataFolder: join(folder, "data"),
    deployment: join(folder, "deployment.json"),
    chain: { rpcUrl: "http://127.0.0.1:9", confirmations: 1 },
    gateway: { url: "http://127.0.0.1:9" },
    key: { privateKeyVariable: "NODE_KEY" },
    accept: { floor: {} },
  };
}

function deployment() {
  const address = `0x${"11".repeat(20)}`;
  const names = Object.keys(deploymentSchema.shape.contracts.shape);
  return {
    chainId: 31337,
    genesisHash: `0x${"22".repeat(32)}`,
    blockNumber: 0,
    contracts: Object.fromEntries(names.map((name) => [name, address])),
    parameters: {
      declineTime: 60,
      minimumWindow: 5,
      livenessPenalty: 1_000,
      thawTime: 60,
      arbiter: address,
      arbiterFee: "1",
    },
  };
}
