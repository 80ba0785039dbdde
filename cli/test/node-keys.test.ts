import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encryptKey } from "@computehive/sdk/keystore";
import { listNodes } from "@computehive/sdk/nodes/nodes";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestChain, type TestChain } from "../../packages/sdk/test/support/chain.ts";
import { toJson } from "../src/terminal/json.ts";
import { runHive } from "../src/testing/run-hive.ts";

/** A provider's node changes what it says, and its key. */
let chain: TestChain;
let folder: string;
const PASSWORD = "a password of some length";
const privateKey = generatePrivateKey();
const provider = privateKeyToAccount(privateKey).address;

beforeAll(async () => {
  chain = await startTestChain();
  folder = mkdtempSync(join(tmpdir(), "hive-node-keys-"));
  writeFileSync(join(folder, "deployment.json"), toJson(chain.deployment));
  await chain.testClient.setBalance({ address: provider, value: 10n ** 20n });
});
afterAll(async () => {
  await chain?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it("hive node profile and hive node rotate change only what is named", async () => {
  const first = await newKey("first.json");
  const second = await newKey("second.json");
  await json("node", "register", "first.json", "--region", "eu-west", "--payee", second);
  await json("node", "profile", "first.json", "--endpoint", "https://moved.example");
  expect(await nodes()).toMatchObject([
    { node: first, payee: second, retired: false, profile: { endpoint: "https://moved.example" } },
  ]);
  const before = (await nodes())[0]?.profile;

  expect(await json("node", "rotate", first, "second.json", "--class", "gpu.h200")).toMatchObject({
    node: second,
    before: first,
  });
  const [old, fresh] = await nodes();
  expect(old).toMatchObject({ node: first, retired: true });
  expect(fresh).toMatchObject({ node: second, payee: second, retired: false });
  expect(fresh?.profile).toEqual({ ...before, node: second, resourceClass: fresh?.profile.resourceClass });
  expect(fresh?.profile.resourceClass).not.toBe(before?.resourceClass);

  const again = await hive("node", "rotate", first, "second.json");
  expect([again.code, again.stderr]).toEqual([5, expect.stringContaining("retired for ever")]);
  const foreign = await hive("node", "rotate", provider, "second.json");
  expect([foreign.code, foreign.stderr]).toEqual([2, expect.stringContaining("You have no node with this key.")]);
});

async function nodes() {
  const { client } = await chain.party();
  return listNodes(client, { provider });
}

async function newKey(file: string): Promise<string> {
  const key = generatePrivateKey();
  // Cheap to open: the key guards nothing.
  writeFileSync(join(folder, file), await encryptKey(key, PASSWORD, { scryptCost: 1_024 }));
  return privateKeyToAccount(key).address;
}

function hive(...args: string[]) {
  const env = {
    HIVE_PRIVATE_KEY: privateKey,
    HIVE_RPC_URL: chain.url,
    HIVE_DEPLOYMENT: join(folder, "deployment.json"),
    HIVE_PASSWORD: PASSWORD,
  };
  return runHive(args, { cwd: folder, env });
}

async function json<T = Record<string, unknown>>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await hive(...args, "--json");
  expect(code, stdout + stderr).toBe(0);
  return JSON.parse(stdout) as T;
}
