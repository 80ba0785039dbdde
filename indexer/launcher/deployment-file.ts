import { readFile } from "node:fs/promises";
import { type Deployment, deploymentSchema } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";

/** @throws DeploymentUnreadableError for a file that is not there or says something else. */
export async function readDeployment(path: string): Promise<Deployment> {
  try {
    return deploymentSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (cause) {
    throw new DeploymentUnreadableError({ path, cause });
  }
}

export class DeploymentUnreadableError extends ComputeHiveError {
  override readonly name = "DeploymentUnreadableError";
  constructor({ path, cause }: { path: string; cause: unknown }) {
    super("The file that says where the contracts are cannot be used.", {
      metaMessages: [`File:   ${path}`, `Reason: ${cause instanceof Error ? cause.message.slice(0, 500) : "unknown"}`],
      cause,
    });
  }
}
