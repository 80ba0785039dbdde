import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { amountOf } from "@computehive/protocol/price";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadExamples, readExampleInputs } from "../../programs/examples.ts";
import { type Terminal, terminal } from "./support/hive.ts";
import { type RunningStack, stackPath, startStack } from "./support/stack.ts";

/**
 * The chain of custody as a buyer walks it, on the running stack with the real command line: post, watch, fetch, pay, verify,
 * and ask the chain without any software of ours.
 */
describe("a buyer's job", () => {
  let stack: RunningStack;
  let folder: string;
  let buyer: Terminal;
  let jobId: string;
  let before: Account;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hive-custody-"));
    stack = await startStack({ folder: join(folder, "stack"), flags: ["--no-demo"] });
    buyer = terminal({ stack: stackPath(stack), as: "buyer" });
    before = await buyer.json<Account>("account", "show");
  });

  afterAll(async () => {
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("tells fuel, cost and what is public before anything is signed", async () => {
    const { program, inputs, args } = await book(folder);
    const shown = await buyer.run("job", "post", program, "--input", inputs, "--", ...args);
    // Nobody is there to say yes.
    expect(shown.code).toBe(2);
    expect(shown.stderr).toMatch(/Dry run\s+exit code 0, \d+ fuel/);
    expect(shown.stderr).toMatch(/Most it can cost\s+[\d.]+ TUSD/);
    expect(shown.stderr).toContain("Public, for everybody and for ever");
    expect(await buyer.json<Account>("account", "show")).toEqual(before);
  });

  test("is claimed, run and submitted, with its phases and its live output", async () => {
    const { program, inputs, args } = await book(folder);
    const posted = await buyer.json<{ jobId: string }>(
      "job",
      "post",
      program,
      "--input",
      inputs,
      "--yes",
      "--",
      ...args,
    );
    jobId = posted.jobId;
    const watched = await buyer.run("job", "watch", jobId, "--until", "submitted");
    expect(watched.code, watched.stderr).toBe(0);
    for (const phase of ["fetching", "running", "signed", "uploaded", "submitted"])
      expect(watched.stdout).toContain(phase);
    expect(watched.stdout).toMatch(/\| .*words/i);
  });

  test("delivers exactly what the program makes of the input", async () => {
    const out = join(folder, "result");
    const { document } = await buyer.json<{ document: { outcome: string; exitCode: number } }>(
      "job",
      "result",
      jobId,
      "--out",
      out,
    );
    expect(document).toMatchObject({ outcome: "exited", exitCode: 0 });
    const statistics = JSON.parse(await readFile(join(out, "files", "statistics.json"), "utf8")) as { words: number };
    const text = await readFile((await book(folder)).inputs, "utf8");
    expect(statistics.words).toBe(text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length);
  });

  test("pays fixed price and fuel, and gives the rest back", async () => {
    const accepted = await buyer.json<{ state: string; job: Job }>("job", "accept", jobId);
    expect(accepted.state).toBe("settled-cosigned");
    const { order, settlement } = accepted.job;
    const due = amountOf(
      {
        maxPay: BigInt(order.maxPay),
        fixedPrice: BigInt(order.fixedPrice),
        price: BigInt(order.price),
        unitKind: order.unitKind,
      },
      BigInt(settlement.units),
    );
    expect(BigInt(settlement.amount)).toBe(due);
    expect(due).toBeGreaterThan(BigInt(order.fixedPrice));
    expect(BigInt(settlement.refund)).toBe(BigInt(order.maxPay) + BigInt(order.bond) - due);
    const after = await buyer.json<Account>("account", "show");
    expect(BigInt(after.free) + BigInt(after.wallet)).toBe(BigInt(before.free) + BigInt(before.wallet) - due);
  });

  test("leaves a receipt that verifies, the execution included", async () => {
    const verified = await buyer.run("receipt", "verify", jobId);
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);
    expect(verified.stdout).toContain("VERIFIED");
    for (const step of ["signature", "record", "consistency", "manifest", "result", "execution"])
      expect(verified.stdout).toContain(`ok   ${step}`);
  });

  test("and the chain says the same to a plain cast call", async () => {
    const { castCall } = await buyer.json<{ castCall: string }>("receipt", "show", jobId);
    const { stdout } = await promisify(execFile)("bash", ["-c", castCall]);
    // (recorded, state, consistent, amount, receiptHash); 7 is settled by both signatures.
    expect(stdout).toMatch(/^\(true, 7, true, \d+/);
  });

  test("cannot be accepted, disputed or cancelled again", async () => {
    for (const args of [
      ["job", "accept", jobId],
      ["job", "dispute", jobId, "--complaint", "wrong"],
      ["job", "cancel", jobId],
    ]) {
      const { code, stderr } = await buyer.run(...args);
      expect(code).toBe(2);
      expect(stderr).toContain("not in a state");
    }
  });
});

interface Account {
  free: string;
  wallet: string;
}

interface Job {
  order: { maxPay: string; bond: string; fixedPrice: string; price: string; unitKind: number };
  settlement: { units: string; amount: string; refund: string };
}

/** The example with the book, its input written to a file. */
async function book(folder: string): Promise<{ program: string; inputs: string; args: string[] }> {
  const example = (await loadExamples()).find(({ name }) => name === "book-statistics");
  if (!example) throw new Error("The example is gone.");
  const [[name, bytes] = []] = await readExampleInputs(example);
  if (!name || !bytes) throw new Error("The example has no input.");
  const inputs = join(folder, name);
  await writeFile(inputs, bytes);
  return { program: join(import.meta.dirname, "../../programs", example.program), inputs, args: [...example.args] };
}
