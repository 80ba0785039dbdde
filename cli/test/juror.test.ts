import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestChain, type TestChain } from "../../packages/sdk/test/support/chain.ts";
import { disputedBefore, hearPanel, playRound } from "../../packages/sdk/test/support/jury.ts";
import { toJson } from "../src/terminal/json.ts";
import { runHive } from "../src/testing/run-hive.ts";

let chain: TestChain;
let folder: string;
const privateKey = generatePrivateKey();
const { address } = privateKeyToAccount(privateKey);

beforeAll(async () => {
  chain = await startTestChain();
  folder = mkdtempSync(join(tmpdir(), "hive-juror-"));
  writeFileSync(join(folder, "deployment.json"), toJson(chain.deployment));
  await chain.testClient.setBalance({ address, value: 10n ** 20n });
  await json("faucet");
  await json("account", "deposit", "50");
});
afterAll(async () => {
  await chain?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("seats", () => {
  it("are bought, given up, and withdrawn when they have thawed", async () => {
    const bought = await json<Status>("juror", "buy", "2");
    expect(bought).toMatchObject({ juror: address, free: "30000000", jury: { poolSize: "2", seatPrice: "10000000" } });
    expect(bought.seats.map(({ inPool }) => inPool)).toEqual([true, true]);
    const [first] = bought.seats;
    expect((await json<Status>("juror", "leave", first!.seat)).seats.map(({ inPool }) => inPool)).toEqual([
      false,
      true,
    ]);
    expect((await json<Status>("juror", "withdraw")).seats).toHaveLength(2);
    await chain.pass(chain.deployment.parameters.jury!.thawTime + 1);
    expect(await json<Status>("juror", "withdraw")).toMatchObject({ free: "40000000", jury: { poolSize: "1" } });
    expect((await json<Status>("juror", "leave", "all")).seats.map(({ inPool }) => inPool)).toEqual([false]);
  });

  it("are bought by an agent as far as it is allowed", async () => {
    expect(await json("juror", "allow", "3")).toEqual({ seats: 3, cap: "30000000" });
  });

  it("are shown to people", async () => {
    const { code, stdout } = await run("juror", "status", address);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Seats in the pool +0 of 0/);
    expect(stdout).toMatch(/A seat costs +10 TUSD/);
    expect(stdout).toMatch(/left, withdrawable from 20/);
  });

  it.each([
    ["juror", "buy", "0"],
    ["juror", "buy", "many"],
    ["juror", "leave", "first"],
    ["juror", "status", "0x12"],
    ["juror", "case", `0x${"ab".repeat(32)}`],
  ])("are not touched by what is refused: %s %s %s", async (...args) => {
    expect((await run(...args)).code).toBe(2);
  });
});

describe("a case", () => {
  it("is taken to its end by whoever waits, and heard again for whoever pays", { timeout: 240_000 }, async () => {
    const { jurors, jobId } = await disputedBefore(chain, 10);
    expect((await run("juror", "case", jobId)).stderr).toContain("The jury has no case of this job");
    expect(await json("juror", "advance", jobId)).toMatchObject({ step: "open", state: "drawing", next: "draw" });
    expect(await run("juror", "advance", jobId)).toMatchObject({ code: 5, stderr: expect.stringContaining("seed") });
    await chain.testClient.mine({ blocks: 3 });
    const drawn = await json<Advanced>("juror", "advance", jobId);
    expect(drawn).toMatchObject({ step: "draw", state: "committing" });
    // The seed first, then the panel.
    expect(drawn.transactions).toHaveLength(2);
    expect(await run("juror", "advance", jobId)).toMatchObject({ code: 2 });
    await hearPanel(chain, jurors, jobId, () => "wrong");

    const shown = await run("juror", "case", jobId);
    expect(shown.stdout).toContain("whoever pays 1.166666 TUSD has it heard by 7 jurors: hive job appeal");
    expect((await run("job", "appeal", jobId)).stderr).toMatch(/An appeal costs +1.166666 TUSD[\s\S]*asked/);
    expect(await run("job", "appeal", jobId, "--json")).toMatchObject({ code: 2 });
    const poor = await runHive(["job", "appeal", jobId, "--yes"], {
      cwd: folder,
      env: { ...env(), HIVE_PRIVATE_KEY: generatePrivateKey() },
    });
    expect(poor).toMatchObject({ code: 2, stderr: expect.stringContaining("hive account deposit") });
    const { free } = await json<{ free: string }>("account", "show");
    const appealed = await json<Advanced>("job", "appeal", jobId, "--yes");
    expect(appealed).toMatchObject({ state: "drawing", round: 1, price: "1166666" });
    expect((await json<{ free: string }>("account", "show")).free).toBe(`${BigInt(free) - 1_166_666n}`);

    await playRound(chain, jurors, jobId, () => "upheld");
    const late = await run("job", "appeal", jobId, "--yes");
    expect(late).toMatchObject({ code: 2, stderr: expect.stringContaining("too few seats are left") });
    expect(await json("juror", "advance", jobId)).toMatchObject({
      ...{ step: "decide", state: "decided", finding: "upheld", next: "release" },
    });
    expect((await json<{ state: string }>("job", "show", jobId)).state).toBe("settled-resolved");
    expect((await json<Advanced>("juror", "advance", jobId)).transactions).toHaveLength(10);
    expect(await run("juror", "advance", jobId)).toMatchObject({ code: 2 });
  });
});

interface Advanced {
  transactions: string[];
}

interface Status {
  seats: { seat: string; inPool: boolean }[];
}

function env() {
  return {
    HIVE_PRIVATE_KEY: privateKey,
    HIVE_RPC_URL: chain.url,
    HIVE_DEPLOYMENT: join(folder, "deployment.json"),
  };
}

function run(...args: string[]) {
  return runHive(args, { cwd: folder, env: env() });
}

async function json<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await run(...args, "--json");
  expect(code, stdout + stderr).toBe(0);
  return JSON.parse(stdout) as T;
}
