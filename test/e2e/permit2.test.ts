import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Deployment, deploymentSchema } from "@computehive/protocol/contracts";
import { createTestClient, http, type TestClient } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { putPermit2, takeAuthorizations } from "../../packages/sdk/test/support/permit2.ts";
import { type Terminal, terminal } from "./support/hive.ts";
import { type RunningStack, stackPath, startStack } from "./support/stack.ts";

const HELLO = join(import.meta.dirname, "../../programs/hello/program.wasm");
/** Below every node's floor, so that the order waits. */
const TOO_LITTLE = ["--price", "0.000001", "--max-pay", "0.000001"];

describe("a wallet whose token takes no payment by signature, on a chain with Permit2", () => {
  let stack: RunningStack;
  let folder: string;
  let buyer: Terminal;
  let chain: TestClient;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hive-permit2-"));
    stack = await startStack({ folder, flags: ["--no-demo"] });
    buyer = terminal({ stack: stackPath(stack), as: "buyer" });
    chain = createTestClient({ mode: "anvil", transport: http(stack.stackFile.chain.rpcUrl) });
    await takeAuthorizations(chain, deploymentOf(stack).contracts.token);
  });

  afterAll(async () => {
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("is told that nothing can be signed where the chain has no Permit2 either", async () => {
    const { code, stderr } = await post("--sign", "wallet", "--yes");
    expect(code).toBe(2);
    expect(stderr).toContain("TUSD on this chain knows no payment by signature.");
    await putPermit2(chain);
  });

  test("is told what to approve, and how, before anything is signed or sent", async () => {
    const { code, stderr } = await post("--sign", "wallet", "--yes");
    expect(code).toBe(2);
    expect(stderr).toContain("through Permit2 alone, which needs your approval once");
    expect(stderr).toMatch(/--approve-permit2, which approves exactly [\d.]+ TUSD/);
    expect((await show()).permit2).toBe("0");
    const elsewhere = await post("--approve-permit2", "--yes");
    expect(elsewhere.code).toBe(2);
    expect(elsewhere.stderr).toContain("Nothing but a wallet pays through Permit2.");
  });

  test("approves exactly what the job needs, signs once, and is given back what it did not use", async () => {
    const before = await show();
    const { code, stderr, stdout } = await post("--sign", "wallet", "--approve-permit2", "--window", "5s", "--yes");
    expect(code, stderr + stdout).toBe(0);
    expect(stderr).toMatch(/First a transaction +Permit2 may take [\d.]+ TUSD of your wallet/);
    expect(stderr).toMatch(/Approval of Permit2 sent: 0x/);
    const jobId = stdout.split("\n")[0] as string;
    const job = await buyer.json<Job>("job", "watch", jobId, "--until", "settled");
    expect(job.state).toBe("settled-silent");
    const after = await show();
    expect(wealth(before) - wealth(after)).toBe(BigInt(job.settlement.amount));
    expect(after.permit2).toBe("0");
  });

  test("approves for its waiting orders too, or once for many", async () => {
    const sign = ["--sign", "wallet", ...TOO_LITTLE, "--yes", "--json"];
    const one = JSON.parse((await post(...sign, "--approve-permit2")).stdout) as Posted;
    const each = BigInt(one.maxPay) + BigInt(one.bond);
    expect((await show()).permit2).toBe(String(each));
    expect((await post(...sign)).code).toBe(2);
    await post(...sign, "--approve-permit2");
    expect((await show()).permit2).toBe(String(2n * each));
    await buyer.json("account", "approve-permit2", "50");
    const { code, stdout } = await post(...sign);
    expect(code, stdout).toBe(0);
    expect((await show()).permit2).toBe("50000000");
  });

  test("takes the approval back", async () => {
    expect(await buyer.json("account", "revoke-permit2")).toMatchObject({ permit2: "0" });
    expect((await post("--sign", "wallet", ...TOO_LITTLE, "--yes")).code).toBe(2);
  });

  function post(...options: string[]) {
    return buyer.run("job", "post", HELLO, ...options, "--", "Ada");
  }

  function show(): Promise<Account> {
    return buyer.json<Account>("account", "show");
  }
});

function deploymentOf({ stackFile }: RunningStack): Deployment {
  return deploymentSchema.parse(JSON.parse(readFileSync(stackFile.deployment, "utf8")));
}

interface Account {
  readonly free: string;
  readonly wallet: string;
  readonly permit2: string;
}

interface Posted {
  readonly maxPay: string;
  readonly bond: string;
}

interface Job {
  readonly state: string;
  readonly settlement: { readonly amount: string };
}

function wealth({ free, wallet }: Account): bigint {
  return BigInt(free) + BigInt(wallet);
}
