/**
 * Deploys the contracts, or finds them, and writes deployments/<chainId>.json.
 * From the command line: HIVE_RPC_URL, HIVE_DEPLOYER_KEY, HIVE_TOKEN and HIVE_ARBITER say where, by whom, in which token, and who
 * decides disputes; without a token the chain must be local and gets a test dollar. HIVE_RANDOMNESS says by what a jury draws: header,
 * which is refused where headers are not random, or commit-reveal. HIVE_RELEASE names what the deployer deploys beside an earlier one.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "@computehive/protocol/contracts";
import {
  DEFAULT_PARAMETERS,
  type DeploymentParameters,
  isLocalChainId,
  juryParametersFor,
  LOCAL_PARAMETERS,
} from "@computehive/protocol/parameters";
import { type Artifacts, artifactsSchema } from "@computehive/sdk/deployment/artifacts";
import { type DeployOptions, deploy as deployContracts } from "@computehive/sdk/deployment/deploy";
import { type Address, createPublicClient, createWalletClient, http, type PublicClient, type WalletClient } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { deploymentPath, readDeployment, writeDeployment } from "./deploy/deployment-file.ts";
import { type RandomnessForm, readDeployEnv } from "./deploy/env.ts";
import { checkHeaderRandomness } from "./deploy/randomness-check.ts";
import { checkTokenDecimals } from "./deploy/token-check.ts";

export interface DeployHereOptions {
  readonly walletClient: WalletClient;
  readonly publicClient: PublicClient;
  readonly arbiter: Address;
  /** Where <chainId>.json is read and written. */
  readonly folder: string;
  /** Without it, the local or the default ones by the chain's id. */
  readonly parameters?: DeploymentParameters;
  readonly token?: Address | undefined;
  /** What the jury draws by; the headers, if nothing is said. */
  readonly randomness?: RandomnessForm | undefined;
  readonly release?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: DeployOptions["onStep"];
}

/** Deploys with the artifacts of this repository, or finds what `folder` knows; safe to repeat. */
export async function deploy({ folder, parameters, randomness, ...options }: DeployHereOptions): Promise<Deployment> {
  const chainId = await options.publicClient.getChainId();
  const known = readDeployment(folder, chainId);
  const jury = juryParametersFor(chainId, randomness);
  const deployment = await deployContracts({
    ...options,
    artifacts: readArtifacts(),
    parameters: parameters ?? (isLocalChainId(chainId) ? LOCAL_PARAMETERS : DEFAULT_PARAMETERS),
    jury,
    known,
    async beforeDeploying() {
      const { publicClient, token } = options;
      // A local chain is anvil, whose headers vary, and may have no block yet to show it.
      if (!isLocalChainId(chainId) && jury.randomness.form === "header") await checkHeaderRandomness(publicClient);
      if (token) await checkTokenDecimals(publicClient, token);
    },
  });
  writeDeployment(folder, deployment);
  return deployment;
}

export function readArtifacts(): Artifacts {
  const path = join(import.meta.dirname, "../deployments/artifacts.json");
  return artifactsSchema.parse(JSON.parse(readFileSync(path, "utf8")));
}

async function main(): Promise<void> {
  const { rpcUrl, privateKey, arbiter, token, randomness, release, folder } = readDeployEnv();
  const account = privateKeyToAccount(privateKey);
  const transport = http(rpcUrl);
  const deployment = await deploy({
    walletClient: createWalletClient({ account, transport }),
    publicClient: createPublicClient({ transport }),
    arbiter: arbiter ?? account.address,
    token,
    randomness,
    release,
    folder,
    onStep: ({ name, address, isNew }) =>
      console.log(`${isNew ? "deployed" : "found   "} ${name.padEnd(22)} ${address}`),
  });
  console.log(`wrote ${deploymentPath(folder, deployment.chainId)}`);
}

if (import.meta.main) await main();
