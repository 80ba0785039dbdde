import { readFileSync } from "node:fs";
import { type Deployment, deploymentSchema } from "@computehive/protocol/contracts";
import { type StackFile, stackFileSchema } from "@computehive/sdk/stack-file";

/** Names the running stack's file to the processes of the test. */
export const STACK_FILE = "HIVE_WEB_TEST_STACK";

export interface Place {
  readonly stack: StackFile;
  readonly deployment: Deployment;
  readonly webUrl: string;
  readonly rpcUrl: string;
  readonly gatewayUrl: string;
  readonly indexerUrl: string;
}

/** Where everything is that the tests are about. */
export function readPlace(): Place {
  const file = process.env[STACK_FILE];
  if (!file) throw new Error(`${STACK_FILE} is not set: the global setup did not run.`);
  const stack = stackFileSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  if (!stack.web || !stack.indexer) throw new Error("The stack runs without marketplace or indexer.");
  return {
    stack,
    deployment: deploymentSchema.parse(JSON.parse(readFileSync(stack.deployment, "utf8"))),
    webUrl: stack.web.url,
    rpcUrl: stack.chain.rpcUrl,
    gatewayUrl: stack.gateway.url,
    indexerUrl: stack.indexer.url,
  };
}
