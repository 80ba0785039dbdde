import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cidOf } from "@computehive/protocol/cid";
import type { Manifest } from "@computehive/protocol/manifest";
import { type Receipt, receiptHashOf, receiptTypedData, workOf } from "@computehive/protocol/receipt";
import type { ResultDocument } from "@computehive/protocol/result";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Blobs, type Executed, execute } from "../src/execution.ts";
import { buildJob, buildOrder } from "../src/job-builder.ts";
import { postJob, settleCosigned } from "../src/jobs/job-actions.ts";
import { castCallLine } from "../src/verify/cast-call.ts";
import type { StepName } from "../src/verify/step.ts";
import { type VerifyReceiptInput, verifyReceipt } from "../src/verify-receipt.ts";
import { startTestChain, type TestChain } from "./support/chain.ts";
import { claimed, DOLLAR, fundedBuyer, live, receiptFor, stakedNode, type TestNode } from "./support/market.ts";

const run = promisify(execFile);

let chain: TestChain;
let node: TestNode;
let honest: Checked;

/** A settled job of a real program, with everything that is needed to check it. */
interface Checked extends VerifyReceiptInput {
  readonly nodeSignature: Hex;
  readonly manifest: Manifest;
  readonly result: ResultDocument;
  readonly blobs: Blobs;
  readonly executed: Executed;
}

beforeAll(async () => {
  chain = await startTestChain();
  const buyer = await fundedBuyer(chain);
  node = await stakedNode(chain);
  const program = new Uint8Array(readFileSync(join(import.meta.dirname, "../../../programs/hello/program.wasm")));
  const { manifest, blobs } = buildJob({ program, args: ["hive"], title: "Greeting" });
  const executed = await execute(manifest, blobs);
  const { timestamp } = await chain.publicClient.getBlock();
  const { order, terms } = buildOrder({
    deployment: chain.deployment,
    buyer: buyer.account.address,
    epoch: 0,
    now: Number(timestamp),
    manifest,
    resourceClass: "cpu.v1",
    pricing: { unitKind: "fuel", fixedPrice: DOLLAR, price: 2n * DOLLAR },
  });
  const { jobId } = await postJob(buyer.client, { order, terms });
  const view = live(await claimed(node, { jobId, order, terms }));
  const receipt = receiptFor(view, { units: executed.result.fuel, manifest, result: executed.document });
  const data = receiptTypedData(node.client.marketDomain, receipt);
  const nodeSignature = await node.account.signTypedData(data);
  const settling = { order, terms, execution: view.current.execution, work: workOf(receipt), nodeSignature };
  await settleCosigned(buyer.client, settling);
  honest = { receipt, nodeSignature, order, terms, manifest, result: executed.document, blobs, executed };
});
afterAll(() => chain.stop());

async function statuses(input: VerifyReceiptInput): Promise<Record<StepName, string>> {
  const steps = await verifyReceipt(node.client, input);
  return Object.fromEntries(steps.map(({ name, status }) => [name, status])) as Record<StepName, string>;
}

const ALL_PASSED = {
  signature: "passed",
  record: "passed",
  consistency: "passed",
  manifest: "passed",
  result: "passed",
  execution: "passed",
};

describe("verifyReceipt", () => {
  it("passes every step of an honest receipt, the execution of the program included", async () => {
    const told: string[] = [];
    const steps = await verifyReceipt(node.client, { ...honest, onStep: ({ name }) => told.push(name) });
    expect(Object.fromEntries(steps.map(({ name, status }) => [name, status]))).toEqual(ALL_PASSED);
    expect(told).toEqual(Object.keys(ALL_PASSED));
    expect(steps.find(({ name }) => name === "execution")?.facts).toContain(`fuel: ${honest.receipt.units}`);
    for (const { proves, provesNot } of steps) expect([proves, provesNot].every((text) => text.length > 10)).toBe(true);
  });

  it("says what it could not check", async () => {
    const { receipt, order, terms } = honest;
    expect(await statuses({ receipt, order, terms })).toEqual({
      ...ALL_PASSED,
      signature: "skipped",
      manifest: "skipped",
      result: "skipped",
      execution: "skipped",
    });
  });

  it.each<[string, (honest: Checked) => VerifyReceiptInput, Partial<Record<StepName, string>>]>([
    [
      "more units",
      (h) => changed(h, { units: h.receipt.units + 1n }),
      { signature: "failed", record: "failed", execution: "failed" },
    ],
    [
      "other outputs",
      (h) => withDetails(h, { outputHash: `0x${"12".repeat(32)}` }),
      { signature: "failed", record: "failed", result: "failed", execution: "failed" },
    ],
    [
      "another exit code",
      (h) => withDetails(h, { exitCode: 9 }),
      { signature: "failed", record: "failed", result: "failed", execution: "failed" },
    ],
    [
      "another buyer",
      (h) => withDetails(h, { buyer: node.account.address }),
      { signature: "failed", record: "failed", consistency: "failed" },
    ],
    [
      "a greater amount",
      (h) => withDetails(h, { amount: h.receipt.details.amount + 1n }),
      { signature: "failed", record: "failed", consistency: "failed" },
    ],
    [
      "another execution",
      (h) => changed(h, { executionId: `0x${"34".repeat(32)}` }),
      { signature: "failed", record: "failed", consistency: "failed" },
    ],
    [
      "another program",
      (h) => withDetails(h, { programHash: `0x${"56".repeat(32)}` }),
      { signature: "failed", record: "failed", manifest: "failed" },
    ],
    [
      "other inputs",
      (h) => withDetails(h, { inputHash: `0x${"56".repeat(32)}` }),
      { signature: "failed", record: "failed", manifest: "failed" },
    ],
    ["a broken signature", (h) => ({ ...h, nodeSignature: `0x${"00".repeat(65)}` }), { signature: "failed" }],
    ["another result document", (h) => ({ ...h, result: { ...h.result, exitCode: 1 } }), { result: "failed" }],
    [
      "another manifest",
      (h) => ({ ...h, manifest: { ...h.manifest, args: ["other"] } }),
      { manifest: "failed", execution: "failed" },
    ],
    [
      "a program that another meter counted",
      (h) => ({ ...h, execute: async () => wrongMeter(h.executed) }),
      { execution: "failed" },
    ],
  ])("finds %s", async (_what, change, failures) => {
    expect(await statuses(change(honest))).toEqual({ ...ALL_PASSED, ...failures });
  });

  it("does not blame the node for what is not at hand, or for a machine that fails", async () => {
    expect((await statuses({ ...honest, blobs: new Map() })).execution).toBe("skipped");
    const tooSlow = async () => Promise.reject(new Error("This machine is too slow."));
    expect((await statuses({ ...honest, execute: tooSlow })).execution).toBe("skipped");
  });

  it("ends where the caller cancels the execution, instead of calling it a failure", async () => {
    const cancel = new AbortController();
    const cancelled = async () => {
      cancel.abort();
      throw new Error("The thread was ended.");
    };
    await expect(statuses({ ...honest, execute: cancelled, signal: cancel.signal })).rejects.toThrow(/abort/i);
  });

  it("does not repeat what ran out of time", async () => {
    expect((await statuses(withDetails(honest, { outcome: 6 }))).execution).toBe("skipped");
  });
});

describe("castCallLine", () => {
  it("is a command that gives the chain's answer", async () => {
    const line = castCallLine(chain.deployment, honest, { rpcUrl: chain.url });
    const { stdout } = await run("sh", ["-c", line]);
    const receiptHash = receiptHashOf(node.client.marketDomain, honest.receipt);
    // recorded, settled by both signatures, consistent, amount, hash
    expect(stdout.trim()).toMatch(
      new RegExp(`^\\(true, 7, true, ${honest.receipt.details.amount}( \\[[^\\]]*\\])?, ${receiptHash}\\)$`),
    );
  });
});

describe("execute", () => {
  it("gives the same result twice, with all its blobs", async () => {
    const again = await execute(honest.manifest, honest.blobs);
    expect(again.document).toEqual(honest.executed.document);
    expect(again.result.fuel).toBe(honest.executed.result.fuel);
    for (const [cid, bytes] of again.blobs) expect(cidOf(bytes)).toBe(cid);
    expect([...again.blobs.keys()]).toContain(again.document.stdout.cid);
  });
});

function changed(h: Checked, change: Partial<Receipt>): VerifyReceiptInput {
  return { ...h, receipt: { ...h.receipt, ...change } };
}

function withDetails(h: Checked, change: Partial<Receipt["details"]>): VerifyReceiptInput {
  return changed(h, { details: { ...h.receipt.details, ...change } });
}

function wrongMeter({ result, ...rest }: Executed): Executed {
  return { ...rest, result: { ...result, fuel: result.fuel + 1n } };
}
