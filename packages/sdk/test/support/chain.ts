import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Deployment } from "@computehive/protocol/contracts";
import { type JuryParameters, LOCAL_PARAMETERS } from "@computehive/protocol/parameters";
import {
  createPublicClient,
  createTestClient,
  createWalletClient,
  http,
  type PrivateKeyAccount,
  type PublicClient,
  type TestClient,
} from "viem";
import { mnemonicToAccount, privateKeyToAccount } from "viem/accounts";
import { type Artifacts, artifactsSchema } from "../../src/deployment/artifacts.ts";
import { deploy } from "../../src/deployment/deploy.ts";
import { createHiveClient, type HiveClient } from "../../src/hive-client.ts";

/** A chain of its own for one test file, with the contracts on it. */
export interface TestChain {
  readonly url: string;
  readonly publicClient: PublicClient;
  readonly testClient: TestClient;
  readonly deployment: Deployment;
  /** A client with a fresh, funded account. */
  party(): Promise<Party>;
  /** Mines one block, `seconds` later. */
  pass(seconds: number): Promise<void>;
  stop(): Promise<void>;
}

export interface Party {
  readonly client: HiveClient;
  readonly account: PrivateKeyAccount;
}

const MNEMONIC = "test test test test test test test test test test test junk";

/** @param args for anvil, besides its port. */
export function startTestChain(...args: string[]): Promise<TestChain> {
  return startTestChainWith({}, ...args);
}

/** @param chosen Parameters that are not those of a local chain. */
export async function startTestChainWith(
  chosen: { readonly jury?: JuryParameters },
  ...args: string[]
): Promise<TestChain> {
  const anvil = await startAnvil(...args);
  const transport = http(anvil.url);
  // A second more than the default would hide what a test waits for.
  const publicClient = createPublicClient({ transport, pollingInterval: 50, cacheTime: 0 });
  const testClient = createTestClient({ mode: "anvil", transport });
  const deployer = mnemonicToAccount(MNEMONIC);
  const deployment = await deploy({
    walletClient: createWalletClient({ account: deployer, transport }),
    publicClient,
    artifacts: readArtifacts(),
    parameters: LOCAL_PARAMETERS,
    ...chosen,
    arbiter: mnemonicToAccount(MNEMONIC, { addressIndex: 1 }).address,
  });
  let parties = 0;
  return {
    url: anvil.url,
    publicClient,
    testClient,
    deployment,
    async party() {
      parties++;
      const account = privateKeyToAccount(`0x${parties.toString(16).padStart(64, "0")}`);
      await testClient.setBalance({ address: account.address, value: 10n ** 20n });
      return {
        account,
        client: createHiveClient({
          deployment,
          publicClient,
          walletClient: createWalletClient({ account, transport }),
        }),
      };
    },
    async pass(seconds) {
      await testClient.increaseTime({ seconds });
      await testClient.mine({ blocks: 1 });
    },
    stop: anvil.stop,
  };
}

/** The client of the deployment's arbiter. */
export function arbiterOf({ deployment, publicClient, url }: TestChain): HiveClient {
  const account = mnemonicToAccount(MNEMONIC, { addressIndex: 1 });
  return createHiveClient({
    deployment,
    publicClient,
    walletClient: createWalletClient({ account, transport: http(url) }),
  });
}

/** `HIVE_TEST_ARTIFACTS` names others, with a fault in them: what a test is worth shows when it fails. */
export function readArtifacts(): Artifacts {
  const path = process.env.HIVE_TEST_ARTIFACTS ?? join(import.meta.dirname, "../../../../deployments/artifacts.json");
  return artifactsSchema.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** Starts anvil on a free port; resolves when it says where it listens. */
export async function startAnvil(...args: string[]): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn("anvil", ["--port", "0", ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => resolve());
  });
  // The rejection belongs to whoever awaits; without this line an early one would end the process.
  ended.catch(() => undefined);
  const listening = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const address = /^Listening on (\S+)/.exec(line)?.[1];
      if (address) return address;
    }
    throw new Error("anvil ended before it listened.");
  })();
  const address = await Promise.race([
    listening,
    ended.then(() => Promise.reject(new Error("anvil ended before it listened."))),
  ]);
  child.stdout.resume();
  return {
    url: `http://${address}`,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
