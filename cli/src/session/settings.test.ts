import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getAddress } from "viem";
import { describe, expect, it } from "vitest";
import { type Env, readEnv } from "../env.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { type GlobalOptions, readSettings } from "./settings.ts";

describe("settings", () => {
  it("come from options before the environment before the stack that runs here", () => {
    const { folder, deployment } = setup();
    const read = (options: Partial<GlobalOptions>, env: Env = {}) =>
      readSettings({ json: false, ...options }, { env, cwd: folder });
    expect(read({})).toMatchObject({ rpcUrl: "http://127.0.0.1:1", gatewayUrl: "http://127.0.0.1:2" });
    const env = { HIVE_RPC_URL: "http://env:1", HIVE_GATEWAY_URL: "http://env:2/" };
    expect(read({}, env)).toMatchObject({ rpcUrl: "http://env:1", gatewayUrl: "http://env:2" });
    expect(read({ rpc: "http://option:1" }, env)).toMatchObject({
      rpcUrl: "http://option:1",
      gatewayUrl: "http://env:2",
    });
    expect(read({ deployment }, { HIVE_DEPLOYMENT: "nowhere.json" }).deployment.chainId).toBe(31_337);
  });

  it("find the stack from a folder further in, and take the one that is named", () => {
    const { folder } = setup();
    const inside = join(folder, "a", "b");
    mkdirSync(inside, { recursive: true });
    expect(readSettings({ json: false }, { env: {}, cwd: inside }).stack).toBeDefined();
    const named = { HIVE_STACK: join(folder, ".hive", "stack.json") };
    expect(readSettings({ json: false }, { env: named, cwd: temporaryFolder() }).stack).toBeDefined();
  });

  it.each<[string, Partial<GlobalOptions>, RegExp]>([
    ["a stack file that is not there", { stack: "nowhere.json" }, /cannot be read\.\nField: stack/],
    ["a stack file that is none", { stack: "broken.json" }, /stack file is not valid\.\nField: stack\.version/],
    ["a URL of another kind", { rpc: "ftp://x" }, /Field: rpc\nRule: {2}http/],
    ["a URL that is none", { gateway: "localhost" }, /Field: gateway/],
    ["a deployment that is not there", { deployment: "nowhere.json" }, /Field: deployment/],
  ])("name %s", (_name, options, sentence) => {
    const { folder } = setup();
    writeFileSync(join(folder, "broken.json"), "{}");
    expect(() => readSettings({ json: false, ...options }, { env: {}, cwd: folder })).toThrow(sentence);
  });

  it("say how to name what is missing where no stack runs", () => {
    expect(() => readSettings({ json: false }, { env: {}, cwd: temporaryFolder() })).toThrow(
      /npm start.*--rpc URL or HIVE_RPC_URL/,
    );
  });

  it("take an empty variable for an unset one, and read no others", () => {
    expect(readEnv({ HIVE_RPC_URL: "", HIVE_PASSWORD: "x", PATH: "/bin" })).toEqual({ HIVE_PASSWORD: "x" });
  });
});

/** A folder with a stack file as `npm start` writes it. */
function setup(): { folder: string; deployment: string } {
  const folder = temporaryFolder();
  const deployment = join(folder, "31337.json");
  writeFileSync(deployment, JSON.stringify(deploymentFile()));
  mkdirSync(join(folder, ".hive"));
  const running = { pid: 1, log: "/dev/null" };
  const stack = {
    version: 1,
    startedAt: "2026-01-01T00:00:00.000Z",
    supervisor: running,
    chain: { ...running, id: 31_337, rpcUrl: "http://127.0.0.1:1", genesisHash: "0x", canLoseSeconds: 3 },
    gateway: { ...running, url: "http://127.0.0.1:2" },
    agents: [],
    deployment,
    accounts: {},
    passwordFile: join(folder, "password"),
  };
  writeFileSync(join(folder, ".hive", "stack.json"), JSON.stringify(stack));
  return { folder, deployment };
}

function deploymentFile() {
  const address = (n: number) => getAddress(`0x${n.toString(16).padStart(40, "0")}`);
  const contracts = {
    token: address(1),
    testDollar: address(1),
    escrow: address(2),
    staking: address(3),
    market: address(4),
    offers: address(8),
    receipts: address(5),
    receiptToken: address(8),
    attestations: address(9),
    attesterPolicies: address(10),
    arbiter: address(6),
    replicaMarket: address(8),
    replicaArbiter: address(9),
  };
  const parameters = {
    declineTime: 10,
    minimumWindow: 5,
    livenessPenalty: 100,
    thawTime: 60,
    arbiter: address(7),
    arbiterFee: "500000",
  };
  return { chainId: 31_337, genesisHash: `0x${"00".repeat(32)}`, blockNumber: 1, contracts, parameters };
}
