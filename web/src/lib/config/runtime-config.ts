import "server-only";
import { readFileSync, statSync } from "node:fs";
import { type Deployment, deploymentSchema } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { isLocalChainId } from "@computehive/protocol/parameters";
import { readEnv, type WebEnv } from "./env.ts";
import type { PublicConfig } from "./public-config.ts";

/** The configuration as it is now: a local chain that begins anew brings other contracts while the site runs. */
export function runtimeConfig(env: WebEnv = readEnv()): PublicConfig {
  const deployment = readDeployment(env.DEPLOYMENT);
  const isLocalChain = isLocalChainId(deployment.chainId) && deployment.contracts.testDollar !== undefined;
  if (env.DEV_WALLET && !isLocalChain) throw new DevWalletForbiddenError({ chainId: deployment.chainId });
  return {
    origin: env.WEB_ORIGIN,
    rpcUrl: env.RPC_URL,
    rpcWsUrl: env.RPC_WS_URL,
    gatewayUrl: env.GATEWAY_URL,
    indexerUrl: env.INDEXER_URL,
    explorerUrl: env.EXPLORER_URL,
    deployment,
    chainName: env.CHAIN_NAME ?? (isLocalChain ? "Local chain" : `Chain ${deployment.chainId}`),
    coinSymbol: env.COIN_SYMBOL,
    isLocalChain,
    devWallet: env.DEV_WALLET,
  };
}

let held: { file: string; changed: number; deployment: Deployment } | undefined;

function readDeployment(file: string): Deployment {
  try {
    const changed = statSync(file).mtimeMs;
    if (held?.file !== file || held.changed !== changed) {
      held = { file, changed, deployment: deploymentSchema.parse(JSON.parse(readFileSync(file, "utf8"))) };
    }
    return held.deployment;
  } catch (cause) {
    throw new DeploymentUnreadableError({ file, cause });
  }
}

export class DeploymentUnreadableError extends ComputeHiveError {
  override readonly name = "DeploymentUnreadableError";
  constructor({ file, cause }: { file: string; cause: unknown }) {
    super("The deployment file cannot be read: DEPLOYMENT must name a file that a deployment wrote.", {
      metaMessages: [`File:   ${file}`, `Reason: ${cause instanceof Error ? cause.message : String(cause)}`],
      cause,
    });
  }
}

export class DevWalletForbiddenError extends ComputeHiveError {
  override readonly name = "DevWalletForbiddenError";
  constructor({ chainId }: { chainId: number }) {
    super(
      "The developer wallet keeps a key in the browser: DEV_WALLET=1 is for local chains with test dollars alone.",
      {
        metaMessages: [`Chain: ${chainId}`],
      },
    );
  }
}
