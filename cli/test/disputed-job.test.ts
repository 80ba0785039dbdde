import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readJob } from "@computehive/sdk/jobs/read-job";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Party, startTestChain, type TestChain } from "../../packages/sdk/test/support/chain.ts";
import {
  claimed,
  fundedBuyer,
  live,
  posted,
  receiptFor,
  stakedNode,
  submitted,
  type TestNode,
} from "../../packages/sdk/test/support/market.ts";
import { toJson } from "../src/terminal/json.ts";
import { runHive } from "../src/testing/run-hive.ts";

/** The test chain's first party. */
const KEY_OF_BUYER = `0x${"1".padStart(64, "0")}` as const;

let chain: TestChain;
let folder: string;
let buyer: Party;
let node: TestNode;

beforeAll(async () => {
  chain = await startTestChain();
  folder = mkdtempSync(join(tmpdir(), "hive-disputed-"));
  writeFileSync(join(folder, "deployment.json"), toJson(chain.deployment));
  buyer = await fundedBuyer(chain);
  node = await stakedNode(chain);
});
afterAll(async () => {
  await chain?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("a job in dispute", () => {
  it("is disputed with the bond in sight, and cannot be accepted: the verdict or the time-out is waited for", async () => {
    const jobId = await submittedJob();
    const disputed = await hive("job", "dispute", jobId, "--complaint", "wrong");
    expect(disputed.code, disputed.stderr).toBe(0);
    expect(disputed.stderr).toMatch(/cannot be taken back. It costs at most the bond, 0\.5 TUSD\./);
    const { terms, current } = live(await readJob(buyer.client, jobId));
    const until = `${new Date((current.execution.disputedAt + terms.verdictTime) * 1000).toISOString().slice(0, 19)}Z`;
    expect(disputed.stdout).toMatch(new RegExp(`Verdict until +${until}`));

    const before = await transactions();
    const refused = await hive("job", "accept", jobId);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("A dispute cannot be taken back");
    expect(refused.stderr).toContain(`wait for the verdict; without one by ${until}, hive job close ${jobId}`);
    expect(await transactions()).toBe(before);
    expect(await readJob(buyer.client, jobId)).toMatchObject({ state: "disputed" });

    await chain.pass(terms.verdictTime + 1);
    const late = await hive("job", "accept", jobId);
    expect(late.code).toBe(2);
    expect(late.stderr).toContain(`the resolver's time was over at ${until}: hive job close ${jobId}`);
    const closed = await hive("job", "close", jobId);
    expect(closed.code, closed.stderr).toBe(0);
    expect(await readJob(buyer.client, jobId)).toMatchObject({ state: "settled-split" });
  });
});

async function submittedJob(): Promise<Hex> {
  const running = await claimed(node, await posted(chain, buyer));
  return (await submitted(node, running, receiptFor(running))).jobId;
}

function transactions(): Promise<number> {
  return chain.publicClient.getTransactionCount({ address: buyer.account.address });
}

function hive(...args: string[]) {
  const env = {
    HIVE_RPC_URL: chain.url,
    HIVE_DEPLOYMENT: join(folder, "deployment.json"),
    HIVE_PRIVATE_KEY: KEY_OF_BUYER,
  };
  return runHive(args, { cwd: folder, env });
}
