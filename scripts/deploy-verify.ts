/**
 * Gives explorers the sources of a deployment, so that everybody reads there what was deployed.
 * Usage: npm run deploy:verify -- --etherscan-url … --blockscout-url … --sourcify-url … [--only <contract>]…
 * At least one explorer must be named. HIVE_RPC_URL and HIVE_DEPLOYMENTS as for a deployment; HIVE_ETHERSCAN_KEY holds Etherscan's key.
 * Checks the deployment first. Ends with 1 where an explorer does not have all sources in the end, and says why; safe to repeat.
 */
import { parseArgs } from "node:util";
import { verifyDeployment } from "@computehive/sdk/deployment/verify-deployment";
import { createPublicClient, http } from "viem";
import { deploymentPath, readDeployment } from "./deploy/deployment-file.ts";
import { readArtifacts } from "./deploy.ts";
import type { Explorer } from "./verify/forge-verifier.ts";
import { type Target, targetsOf } from "./verify/targets.ts";
import { type Result, VERIFY_POLICY, type VerifyPolicy, verifySources } from "./verify/verify-sources.ts";

type Say = (line: string) => void;

export interface DeployVerifyOptions {
  readonly rpcUrl: string;
  readonly folder: string;
  readonly explorers: readonly Explorer[];
  /** Names of contracts; all, if none is named. */
  readonly only?: readonly string[];
  readonly policy?: VerifyPolicy;
  readonly say: Say;
}

/** @returns whether every explorer has all sources. */
export async function verifyOnExplorers({
  rpcUrl,
  folder,
  explorers,
  only = [],
  policy = VERIFY_POLICY,
  say,
}: DeployVerifyOptions): Promise<boolean> {
  const publicClient = createPublicClient({ transport: http(rpcUrl) });
  const chainId = await publicClient.getChainId();
  const deployment = readDeployment(folder, chainId);
  if (!deployment) throw new Error(`There is no ${deploymentPath(folder, chainId)}: deploy, or name HIVE_DEPLOYMENTS.`);
  const artifacts = readArtifacts();
  await verifyDeployment(publicClient, deployment, artifacts);
  const targets = chosen(targetsOf(deployment, artifacts), only);
  let isComplete = true;
  for (const explorer of explorers) {
    const onResult = (target: Target, result: Result) => say(lineOf(explorer, target, result));
    isComplete = (await verifySources(targets, { chainId, explorer, policy, onResult })) && isComplete;
  }
  return isComplete;
}

function chosen(targets: readonly Target[], only: readonly string[]): readonly Target[] {
  const unknown = only.find((name) => !targets.some((target) => target.name === name));
  if (unknown) throw new Error(`This deployment has no ${unknown}.`);
  return only.length === 0 ? targets : targets.filter(({ name }) => only.includes(name));
}

function lineOf({ style }: Explorer, { name, address }: Target, result: Result): string {
  const line = `${result.kind.padEnd(10)} ${name.padEnd(22)} ${address}  ${style}`;
  return "reason" in result ? `${line}: ${result.reason}` : line;
}

function readExplorers(values: Readonly<Record<string, string | string[] | undefined>>): Explorer[] {
  const styles = ["etherscan", "blockscout", "sourcify"] as const;
  const explorers = styles.flatMap((style): Explorer[] => {
    const url = values[`${style}-url`];
    if (typeof url !== "string") return [];
    if (!URL.canParse(url)) throw new Error(`--${style}-url must be a URL.`);
    return [{ style, url, key: style === "etherscan" ? process.env["HIVE_ETHERSCAN_KEY"] : undefined }];
  });
  if (explorers.length === 0) throw new Error("Name an explorer: --etherscan-url, --blockscout-url or --sourcify-url.");
  return explorers;
}

async function main(): Promise<number> {
  const { HIVE_RPC_URL = "http://127.0.0.1:8545", HIVE_DEPLOYMENTS = "deployments" } = process.env;
  try {
    const { values } = parseArgs({
      options: {
        "etherscan-url": { type: "string" },
        "blockscout-url": { type: "string" },
        "sourcify-url": { type: "string" },
        only: { type: "string", multiple: true },
      },
    });
    const isComplete = await verifyOnExplorers({
      rpcUrl: HIVE_RPC_URL,
      folder: HIVE_DEPLOYMENTS,
      explorers: readExplorers(values),
      only: values.only ?? [],
      say: (line) => console.log(line),
    });
    if (!isComplete) console.error("Not every explorer has all sources: see above. What is there stays; run it again.");
    return isComplete ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

if (import.meta.main) process.exitCode = await main();
