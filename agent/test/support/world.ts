import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment } from "@computehive/protocol/contracts";
import { type JuryParameters, LOCAL_PARAMETERS } from "@computehive/protocol/parameters";
import { shortName } from "@computehive/protocol/short-name";
import { deposit } from "@computehive/sdk/account/deposit";
import { ensureOperator } from "@computehive/sdk/account/operators";
import { artifactsSchema } from "@computehive/sdk/deployment/artifacts";
import { deploy } from "@computehive/sdk/deployment/deploy";
import { drip } from "@computehive/sdk/faucet";
import { createGatewayClient, type GatewayClient } from "@computehive/sdk/gateway-client";
import { createHiveClient, type HiveClient } from "@computehive/sdk/hive-client";
import { buildJob, buildOrder, type JobInput, type OrderInput } from "@computehive/sdk/job-builder";
import { postJob } from "@computehive/sdk/jobs/job-actions";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import { readJob } from "@computehive/sdk/jobs/read-job";
import { registerNode } from "@computehive/sdk/nodes/nodes";
import { addStake } from "@computehive/sdk/staking/stake";
import {
  createPublicClient,
  createTestClient,
  createWalletClient,
  type Hex,
  http,
  type PublicClient,
  type TestClient,
  zeroHash,
} from "viem";
import { generatePrivateKey, mnemonicToAccount, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { eventually, freePort, type Running, start } from "./processes.ts";

const ROOT = join(import.meta.dirname, "../../..");
const ANVIL = join(ROOT, "node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
const MNEMONIC = "test test test test test test test test test test test junk";
const MONEY = 1_000_000_000n;
/** Of the pages that may sign in to the gateway. */
export const WEB_ORIGIN = "http://web.test";

/** A chain with contracts, a gateway, a provider with one registered node, and a buyer: everything but the agent. */
export interface World {
  folder: string;
  rpcUrl: string;
  deployment: Deployment;
  publicClient: PublicClient;
  chain: TestClient;
  provider: HiveClient;
  buyer: HiveClient;
  nodeKey: PrivateKeyAccount;
  nodePrivateKey: Hex;
  gateway: Running;
  gatewayUrl: string;
  buyerGateway: GatewayClient;
  /** @param options.withheld what the gateway is not given. */
  post(input: JobInput, order?: Partial<OrderInput>, options?: { withheld?: readonly Uint8Array[] }): Promise<Hex>;
  job(jobId: Hex): Promise<JobView>;
  /** A configuration file for the node's agent; `change` is laid over the usual one. */
  configFile(name: string, change?: Record<string, unknown>): string;
  startAgent(configFile: string, logFile?: string, env?: Record<string, string>): Running;
  startGateway(): Promise<void>;
  close(): Promise<void>;
}

export async function createWorld({ jury }: { jury?: JuryParameters } = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "hive-agent-"));
  const { anvil, rpcUrl } = await startAnvil();
  const transport = http(rpcUrl);
  const publicClient = createPublicClient({ transport, pollingInterval: 50, cacheTime: 0 });
  const chain = createTestClient({ mode: "anvil", transport });
  const [deployer, providerAccount, buyerAccount] = [0, 1, 2].map((addressIndex) =>
    mnemonicToAccount(MNEMONIC, { addressIndex }),
  ) as [
    ReturnType<typeof mnemonicToAccount>,
    ReturnType<typeof mnemonicToAccount>,
    ReturnType<typeof mnemonicToAccount>,
  ];
  const deployment = await deploy({
    artifacts: artifactsSchema.parse(JSON.parse(readFileSync(join(ROOT, "deployments/artifacts.json"), "utf8"))),
    walletClient: createWalletClient({ account: deployer, transport }),
    publicClient,
    arbiter: deployer.address,
    parameters: LOCAL_PARAMETERS,
    jury,
  });
  const deploymentFile = join(folder, "deployment.json");
  writeFileSync(deploymentFile, JSON.stringify(deployment));

  const clientOf = (account: typeof deployer) =>
    createHiveClient({ deployment, publicClient, walletClient: createWalletClient({ account, transport }) });
  const provider = clientOf(providerAccount);
  const buyer = clientOf(buyerAccount);
  for (const [client, operator] of [
    [provider, "staking"],
    [buyer, "market"],
  ] as const) {
    await drip(client);
    await deposit(client, MONEY);
    await ensureOperator(client, { operator, amount: MONEY, seconds: 100_000 });
  }
  await addStake(provider, MONEY / 2n);
  const nodePrivateKey = generatePrivateKey();
  const nodeKey = privateKeyToAccount(nodePrivateKey);
  await chain.setBalance({ address: nodeKey.address, value: 10n ** 18n });
  await registerNode(provider, {
    profile: {
      provider: providerAccount.address,
      node: nodeKey.address,
      payee: providerAccount.address,
      resourceClass: shortName("cpu.v1"),
      region: zeroHash,
      capabilityHash: zeroHash,
      tlsKeyHash: zeroHash,
      endpoint: "",
    },
    nodeKey,
  });

  const gatewayPort = await freePort();
  const gatewayUrl = `http://127.0.0.1:${gatewayPort}`;
  const startGateway = async () => {
    world.gateway = start(process.execPath, [join(ROOT, "gateway/src/main.ts")], {
      env: {
        GATEWAY_PORT: `${gatewayPort}`,
        GATEWAY_DATA: join(folder, "gateway"),
        GATEWAY_DEPLOYMENT: deploymentFile,
        GATEWAY_RPC_URL: rpcUrl,
        GATEWAY_CLAIM_RECHECK_SECONDS: "0",
        GATEWAY_WEB_ORIGINS: WEB_ORIGIN,
      },
      logFile: join(folder, "gateway.log"),
    });
    await eventually(async () => (await fetch(`${gatewayUrl}/v1/info`)).ok, "the gateway answers");
  };
  const buyerGateway = createGatewayClient({ url: gatewayUrl, signer: buyerAccount });

  const world: World = {
    folder,
    rpcUrl,
    deployment,
    publicClient,
    chain,
    provider,
    buyer,
    nodeKey,
    nodePrivateKey,
    gateway: undefined as unknown as Running,
    gatewayUrl,
    buyerGateway,
    startGateway,
    async post(input, order = {}, { withheld = [] } = {}) {
      const job = buildJob(input);
      for (const bytes of job.blobs.values()) if (!withheld.includes(bytes)) await buyerGateway.putBlob(bytes);
      const { timestamp } = await publicClient.getBlock();
      const built = buildOrder({
        deployment,
        buyer: buyerAccount.address,
        epoch: 0,
        now: Number(timestamp),
        manifest: job.manifest,
        resourceClass: "cpu.v1",
        pricing: { unitKind: "fuel", fixedPrice: 1_000n, price: 1_000_000n },
        times: { window: 5 },
        ...order,
      });
      return (await postJob(buyer, built)).jobId;
    },
    job: (jobId) => readJob(buyer, jobId),
    configFile(name, change = {}) {
      const file = join(folder, `${name}.json`);
      const config = {
        dataFolder: join(folder, name),
        deployment: deploymentFile,
        chain: { rpcUrl, confirmations: 1, pollMs: 100, giveUpAfterSeconds: 30 },
        gateway: { url: gatewayUrl, heartbeatSeconds: 1 },
        key: { privateKeyVariable: "NODE_KEY" },
        accept: { floor: { fixedPrice: "0", price: "0" } },
        limits: { slots: 2 },
        ...change,
      };
      writeFileSync(file, JSON.stringify(config));
      return file;
    },
    startAgent: (file, logFile, env = {}) =>
      start(process.execPath, [join(ROOT, "agent/src/main.ts"), "--config", file], {
        env: { NODE_KEY: nodePrivateKey, ...env },
        ...(logFile ? { logFile } : {}),
      }),
    async close() {
      await world.gateway?.kill("SIGKILL");
      await anvil.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await startGateway();
  return world;
}

/** An empty local chain; `extra` are further arguments. */
export async function startAnvil(extra: readonly string[] = []): Promise<{ anvil: Running; rpcUrl: string }> {
  const port = await freePort();
  const rpcUrl = `http://127.0.0.1:${port}`;
  const fixed = ["--quiet", "--host", "127.0.0.1", "--port", `${port}`, "--chain-id", "31337"];
  const mining = ["--block-time", "1", "--mixed-mining", "--hardfork", "osaka"];
  const anvil = start(ANVIL, [...fixed, ...mining, ...extra]);
  const client = createPublicClient({ transport: http(rpcUrl) });
  await eventually(async () => (await client.getChainId()) === 31337, "anvil answers");
  return { anvil, rpcUrl };
}

export function example(path: string): Uint8Array {
  return new Uint8Array(readFileSync(join(ROOT, "programs", path)));
}
