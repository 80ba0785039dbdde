import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { indexerStatusSchema } from "@computehive/protocol/indexer-api/status";
import { isTerminal } from "@computehive/protocol/job-state";
import { readJob } from "@computehive/sdk/jobs/read-job";
import { afterEach, describe, expect, test } from "vitest";
import { clientOf } from "./support/parties.ts";
import { postSmallJob } from "./support/small-jobs.ts";
import { type RunningStack, startStack, temporaryFolder } from "./support/stack.ts";
import { until } from "./support/until.ts";

const COMPARE = join(import.meta.dirname, "../../indexer/launcher/compare.ts");

/** The indexer beside everything else, over stops and kills of the whole stack. */
describe.each([
  ["pglite", []],
  ["postgres", ["--postgres"]],
] as const)("a stack with its tables in %s", (database, flags) => {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const clean of cleanups.splice(0).reverse()) await clean();
  });

  test("says the same as the chain, after a stop and after a kill -9 of everything too", {
    timeout: 600_000,
  }, async () => {
    const home = temporaryFolder();
    cleanups.push(home.remove);
    const stack = await startStack({ folder: home.folder, flags: ["--no-demo", ...flags], extent: "indexed" });
    cleanups.push(() => stack.kill9());
    expect(stack.stackFile.indexer?.database).toBe(database);

    await settleOneJob(stack, "before anything happened");
    await expectEqual(stack, database);

    expect(await stack.stop()).toBe(0);
    await stack.restart();
    await settleOneJob(stack, "after a stop");
    await expectEqual(stack, database);

    await stack.kill9();
    await stack.restart();
    await settleOneJob(stack, "after a kill");
    await expectEqual(stack, database);
    expect(await stack.stop()).toBe(0);
  });
});

async function settleOneJob({ stackFile, output }: RunningStack, name: string): Promise<void> {
  const buyer = await clientOf(stackFile, "buyer");
  const { jobId } = await postSmallJob(buyer, name);
  await until("the job is settled", async () => isTerminal((await readJob(buyer, jobId)).state), output);
  expect((await readJob(buyer, jobId)).state).toBe("settled-silent");
}

async function expectEqual({ stackFile, output }: RunningStack, database: string): Promise<void> {
  const url = stackFile.indexer!.url;
  const status = async () => indexerStatusSchema.parse(await (await fetch(url + indexerRoutes.status())).json());
  await until("the tables are at the chain's head", async () => (await status()).behindBlocks === 0, output);
  expect(await status()).toMatchObject({ database, stuck: false, ready: true });
  const { stdout } = await promisify(execFile)(process.execPath, [
    COMPARE,
    ...["--deployment", stackFile.deployment, "--rpc", stackFile.chain.rpcUrl, "--url", url],
  ]);
  expect(stdout).toContain("equal");
}
