import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Deployment, deploymentSchema } from "@computehive/protocol/contracts";

/** Where the deployment on `chainId` is written down. */
export function deploymentPath(folder: string, chainId: number): string {
  return join(folder, `${chainId}.json`);
}

export function readDeployment(folder: string, chainId: number): Deployment | undefined {
  const path = deploymentPath(folder, chainId);
  if (!existsSync(path)) return undefined;
  return deploymentSchema.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** Whole or not at all, whenever the process dies. */
export function writeDeployment(folder: string, deployment: Deployment): string {
  const path = deploymentPath(folder, deployment.chainId);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(deployment, null, 2)}\n`);
  renameSync(`${path}.new`, path);
  return path;
}
