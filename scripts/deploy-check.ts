/**
 * Asks a chain whether the deployment that is written down is there, unchanged, and what it can do.
 * Usage: npm run deploy:check, with HIVE_RPC_URL and HIVE_DEPLOYMENTS as for a deployment. Changes nothing, needs no key.
 * Ends with 1 where anything differs, and says what.
 */
import { parseArgs } from "node:util";
import type { Deployment } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { verifyDeployment } from "@computehive/sdk/deployment/verify-deployment";
import { readTokenCapabilities } from "@computehive/sdk/token-capabilities";
import { createPublicClient, http, keccak256, type PublicClient } from "viem";
import { deploymentPath, readDeployment } from "./deploy/deployment-file.ts";
import { checkHeaderRandomness } from "./deploy/randomness-check.ts";
import { readArtifacts } from "./deploy.ts";

type Say = (line: string) => void;

/** @throws ComputeHiveError with everything that is not as written. */
export async function checkDeployment(publicClient: PublicClient, deployment: Deployment, say: Say): Promise<void> {
  await verifyDeployment(publicClient, deployment, readArtifacts());
  const { contracts, parameters } = deployment;
  for (const [name, address] of Object.entries(contracts)) {
    const code = await publicClient.getCode({ address });
    say(`${name.padEnd(18)} ${address}  code ${code ? keccak256(code) : "none"}`);
  }
  say("Code, links and parameters are those of this repository and of the deployment's file.");
  const { origin } = deployment;
  if (!origin) throw new OriginUnknownError();
  say(`Origin: release ${origin.release} of ${origin.deployer}; every address follows from the two, on every chain.`);
  say("Roles: none. No contract has an owner, a pause, or an upgrade; the arbiters' accounts decide disputes alone.");
  const form = parameters.jury?.randomness.form;
  if (form === "header") await checkHeaderRandomness(publicClient);
  say(form === "header" ? "Randomness: headers, and they vary." : `Randomness: ${form ?? "none, there is no jury"}.`);
  const token = await readTokenCapabilities(publicClient, contracts.token);
  const has = (known: boolean) => (known ? "yes" : "no");
  say(
    `Token ${token.symbol}, ${token.decimals} decimals: EIP-2612 ${has(token.permit)}, EIP-3009 ${has(token.authorization)}, ` +
      `Permit2 on this chain ${has(token.permit2)}.`,
  );
  if (!token.authorization && !token.permit2) say("Wallets cannot fund an order here: buyers deposit first.");
}

/** Right code proves little by itself: whoever writes the creation code can leave the right code, and an account of its own beside it. */
export class OriginUnknownError extends ComputeHiveError {
  override readonly name = "OriginUnknownError";
  constructor() {
    super(
      "The file names no origin, so nobody can tell what made these contracts, and what it wrote into their storage.",
      {
        metaMessages: [
          "Believe a deployment that the factory made: there, the hash of what made each contract is known.",
        ],
      },
    );
  }
}

async function main(): Promise<number> {
  parseArgs({ options: {} });
  const { HIVE_RPC_URL = "http://127.0.0.1:8545", HIVE_DEPLOYMENTS = "deployments" } = process.env;
  const publicClient = createPublicClient({ transport: http(HIVE_RPC_URL) });
  const chainId = await publicClient.getChainId();
  const deployment = readDeployment(HIVE_DEPLOYMENTS, chainId);
  if (!deployment) {
    console.error(
      `There is no ${deploymentPath(HIVE_DEPLOYMENTS, chainId)}: deploy, or name the folder in HIVE_DEPLOYMENTS.`,
    );
    return 1;
  }
  try {
    await checkDeployment(publicClient, deployment, (line) => console.log(line));
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

if (import.meta.main) process.exitCode = await main();
