import { createTestClient, http } from "viem";
import { putPermit2 } from "../../../packages/sdk/test/support/permit2.ts";
import { stackPath, startStack, temporaryFolder } from "../../e2e/support/stack.ts";
import { STACK_FILE } from "./place.ts";

/**
 * Starts a whole stack with its example job for all tests; answers how to end it. With HIVE_WEB_TEST_STACK set to the
 * stack.json of a stack that runs, that one is used and left alone: quick while tests are being written.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (process.env[STACK_FILE]) return async () => {};
  const { folder, remove } = temporaryFolder();
  const stack = await startStack({ folder, extent: "whole", flags: [] });
  await stack.said("Look as a provider");
  // As on most chains; the gateway asks once what this one has.
  await putPermit2(createTestClient({ mode: "anvil", transport: http(stack.stackFile.chain.rpcUrl) }));
  process.env[STACK_FILE] = stackPath(stack);
  return async () => {
    await stack.stop();
    remove();
  };
}
