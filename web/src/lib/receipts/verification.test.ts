import { jobMarketAbi } from "@computehive/protocol/contracts";
import { termsHashOf } from "@computehive/protocol/order";
import { receiptTypedData, workOf } from "@computehive/protocol/receipt";
import { execute } from "@computehive/sdk/execution";
import { encodeFunctionData } from "viem";
import { describe, expect, it } from "vitest";
import { executionOf, type JobRecord } from "../jobs/job-record.ts";
import { placeAt } from "../jobs/testing/job-fixtures.ts";
import type { executeManifest } from "../metering/meter.ts";
import { verdictOf } from "./check.ts";
import { type Scene, setScene } from "./testing/receipt-scene.ts";
import { createVerification } from "./verification.ts";

describe("a receipt", () => {
  it("is verified when everything agrees and the program gives the same again", async () => {
    const verification = verificationOf(await setScene());
    await verification.start();
    expect(verdictOf(verification.state().checks)).toBe("verified-but-execution");
    await verification.rerun();
    const { checks } = verification.state();
    expect(checks.execution).toMatchObject({ status: "passed" });
    expect(verdictOf(checks)).toBe("verified");
  });

  it("does not hold where the node claims other fuel than the program uses", async () => {
    const scene = await setScene({ units: 1n });
    const verification = verificationOf(scene);
    await verification.start();
    expect(verdictOf(verification.state().checks)).toBe("verified-but-execution");
    await verification.rerun();
    const { execution } = verification.state().checks;
    expect(execution.status).toBe("failed");
    expect(execution.facts.join()).toMatch(/fuel: expected 1, found \d{5,}/);
  });

  it("does not hold where somebody else signed it", async () => {
    const scene = await setScene();
    const stranger = await setScene();
    const upload = { ...scene.subject.upload, nodeSignature: stranger.subject.upload.nodeSignature };
    const { state, start } = verificationOf({ ...scene, subject: { ...scene.subject, upload } });
    await start();
    expect(state().checks.signature.status).toBe("failed");
    expect(verdictOf(state().checks)).toBe("failed");
  });

  it("does not hold where its block is not part of the chain any more", async () => {
    const scene = await setScene();
    scene.chain.blockHash = `0x${"9".repeat(64)}`;
    const { state, start } = verificationOf(scene);
    await start();
    expect(state().checks.canonical).toMatchObject({ status: "failed" });
  });
});

describe("what the gateway lost", () => {
  it("makes its steps impossible, with the reason, and nothing else", async () => {
    const scene = await setScene();
    const program = (await manifestOf(scene)).program;
    scene.blobs.delete(program);
    const verification = verificationOf(scene);
    await verification.start();
    const { checks } = verification.state();
    expect(checks.inputs).toMatchObject({ status: "impossible" });
    expect(checks.inputs.facts.join()).toContain("does not hold");
    expect(checks.outputs.status).toBe("passed");
    expect(verdictOf(checks)).toBe("incomplete");
    await verification.rerun();
    expect(verification.state().checks.execution.status).toBe("impossible");
  });

  it("can come back: the next try is whole", async () => {
    const scene = await setScene();
    const { program } = await manifestOf(scene);
    const bytes = scene.blobs.get(program) as Uint8Array;
    scene.blobs.delete(program);
    const verification = verificationOf(scene);
    await verification.start();
    scene.blobs.set(program, bytes);
    await verification.start();
    expect(verdictOf(verification.state().checks)).toBe("verified-but-execution");
  });
});

describe("a job that goes on", () => {
  it("is checked again where it matters, while the second run goes on", async () => {
    const scene = await setScene();
    let finish = () => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const verification = verificationOf(scene, async (manifest, blobs) => {
      await held;
      return execute(manifest, blobs);
    });
    await verification.start();
    const running = verification.rerun();
    await verification.update(cosigned(scene).subject);
    expect(verification.state().checks.cosignature.status).toBe("passed");
    finish();
    await running;
    expect(verification.state().checks.execution.status).toBe("passed");
  });
});

describe("the program's second run", () => {
  it("can be stopped, and says nothing then", async () => {
    const verification = verificationOf(await setScene(), (_, __, { signal } = {}) => {
      verification.cancelRerun();
      return Promise.reject(signal?.reason);
    });
    await verification.start();
    await verification.rerun();
    expect(verification.state()).toMatchObject({
      rerun: { phase: "cancelled" },
      checks: { execution: { status: "offered" } },
    });
  });

  it("says nothing against the node where this machine is too slow", async () => {
    const verification = verificationOf(await setScene(), () => Promise.reject(new Error("too slow here")));
    await verification.start();
    await verification.rerun();
    expect(verification.state().checks.execution).toMatchObject({ status: "impossible", facts: ["too slow here"] });
  });
});

describe("the buyer's agreement", () => {
  it("is not needed where nobody agreed", async () => {
    const { state, start } = verificationOf(await setScene());
    await start();
    expect(state().checks.cosignature.status).toBe("not-needed");
  });

  it("is the buyer's own transaction", async () => {
    const { state, start } = verificationOf(cosigned(await setScene()));
    await start();
    expect(state().checks.cosignature.status).toBe("passed");
  });

  it("is the buyer's signature in the transaction of another", async () => {
    const scene = cosigned(await setScene());
    scene.chain.transactionFrom = `0x${"e".repeat(40)}`;
    scene.chain.transactionInput = await settlingCall(scene, scene.buyer);
    const { state, start } = verificationOf(scene);
    await start();
    expect(state().checks.cosignature.status).toBe("passed");
  });

  it("is no stranger's signature", async () => {
    const scene = cosigned(await setScene());
    const stranger = await setScene();
    scene.chain.transactionFrom = `0x${"e".repeat(40)}`;
    scene.chain.transactionInput = await settlingCall(scene, stranger.buyer);
    const { state, start } = verificationOf(scene);
    await start();
    expect(state().checks.cosignature.status).toBe("failed");
  });
});

const executeHere: typeof executeManifest = (manifest, blobs) => execute(manifest, blobs);

function verificationOf({ subject, hive, gateway }: Scene, run = executeHere) {
  return createVerification(subject, { hive, gateway, execute: run, explain: (error) => (error as Error).message });
}

async function manifestOf({ blobs, subject }: Scene): Promise<{ program: string }> {
  const { readManifest } = await import("@computehive/protocol/manifest");
  const { cidFromDigest } = await import("@computehive/protocol/cid");
  return readManifest(blobs.get(cidFromDigest(subject.job.terms.manifestHash)) as Uint8Array);
}

function cosigned(scene: Scene): Scene {
  const { job, attempt, upload } = scene.subject;
  const { receiptHash } = attempt.submission as NonNullable<typeof attempt.submission>;
  const settlement: JobRecord["settlement"] = {
    state: "settled-cosigned",
    kind: "co-signed",
    units: upload.receipt.units,
    amount: 1n,
    refund: 1n,
    receiptHash,
    settled: placeAt(1_035),
  };
  const settled = { ...attempt, isSettled: true };
  return { ...scene, subject: { upload, attempt: settled, job: { ...job, state: "settled-cosigned", settlement } } };
}

async function settlingCall({ subject, hive }: Scene, signer: Scene["buyer"]) {
  const { job, attempt, upload } = subject;
  const signature = await signer.signTypedData(receiptTypedData(hive.marketDomain, upload.receipt));
  return encodeFunctionData({
    abi: jobMarketAbi,
    functionName: "settleCosigned",
    args: [job.order, termsHashOf(job.terms), executionOf(attempt), workOf(upload.receipt), "0x", signature],
  });
}
