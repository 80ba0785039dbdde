import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keccak256 } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PostgresServer, startPostgres } from "../../../../scripts/postgres/postgres-server.ts";
import type { Store } from "../../store.ts";
import { newAccount } from "../../testing/samples.ts";
import { openPostgresStore } from "./postgres-store.ts";

const ROOT = join(import.meta.dirname, "../../../..");
/** What says something of the store, as it stands for SQLite. */
const SHARED_TESTS = [
  "blobs",
  "executions",
  "nodes",
  "manifests",
  "orders",
  "sessions",
  "api-keys",
  "saved-manifests",
  "pairings",
];
const TOLD_TESTS = ["notifications", "push"];
const LIMIT = 600_000;

let server: PostgresServer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "gateway-postgres-"));
  chmodSync(folder, 0o755);
  server = await startPostgres({ folder: join(folder, "server"), isDurable: false });
}, 120_000);
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("PostgreSQL", () => {
  it(
    "passes the tests that SQLite passes",
    async () => {
      const url = await server.createDatabase("shared_tests");
      const files = [...SHARED_TESTS, ...TOLD_TESTS].map((name) => `gateway/src/${name}/`);
      const { code, output } = await runTests(files, url);
      expect(code, output.slice(-8_000)).toBe(0);
    },
    LIMIT,
  );

  it("uses a nonce up once, whichever of two gateways is asked", async () => {
    await using stores = await twoStores("nonces");
    const [one, two] = stores.both;
    for (let round = 0; round < 20; round++) {
      await one.sessions.addNonce(`nonce-${round}`, 1_000);
      const taken = await Promise.all(
        [one, two, one, two].map((store) => store.sessions.takeNonce(`nonce-${round}`, 1)),
      );
      expect(taken.filter((isTaken) => isTaken)).toHaveLength(1);
    }
  });

  it("tells nobody twice, and counts without gaps, when two gateways tell at once", async () => {
    await using stores = await twoStores("told");
    const account = newAccount().address;
    await signedIn(stores.both[0], account);
    const news = (n: number) => [
      { account, eventKey: `job-lapsed:${n}`, kind: "job-lapsed", at: n, facts: { jobId: keccak256("0x01") } } as const,
    ];
    const all = stores.both.flatMap((store) => Array.from({ length: 10 }, (_, n) => store.notifications.tell(news(n))));
    expect((await Promise.all(all)).filter((told) => told.length > 0)).toHaveLength(10);
    const { length } = await stores.both[1].notifications.list(account, { limit: 100 });
    expect([length, await stores.both[0].notifications.newestId(account)]).toEqual([10, 10]);
  });

  it("lets one gateway watch, and the other one after it has gone", async () => {
    await using stores = await twoStores("lead");
    const [one, two] = stores.both;
    const lead = await one.lead();
    expect([lead?.isHeld(), await two.lead()]).toEqual([true, undefined]);
    await lead?.release();
    const next = await two.lead();
    expect(next?.isHeld()).toBe(true);
    await next?.release();
  });

  it("keeps a blob's lock across gateways", async () => {
    await using stores = await twoStores("locks");
    const order: string[] = [];
    let open = () => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    const first = stores.both[0].locks.run("cid", async () => {
      order.push("first begins");
      await opened;
      order.push("first ends");
    });
    await expect.poll(() => order).toHaveLength(1);
    const second = stores.both[1].locks.run("cid", async () => void order.push("second"));
    open();
    await Promise.all([first, second]);
    expect(order).toEqual(["first begins", "first ends", "second"]);
  });
});

async function twoStores(database: string) {
  const url = await server.createDatabase(database);
  const open = () => openPostgresStore({ url, schema: "gateway", folder: join(folder, database), onFault: () => {} });
  // At the same time: the tables are made once.
  const both = await Promise.all([open(), open()]);
  return {
    both,
    async [Symbol.asyncDispose]() {
      await Promise.all(both.map((store) => store.close()));
    },
  };
}

async function signedIn(store: Store, account: `0x${string}`): Promise<void> {
  const session = { id: "session-1", account, device: "", createdAt: 0, lastUsedAt: 0, expiresAt: 1_000 };
  await store.sessions.open({ ...session, tokenHash: "hash" }, { maxPerAccount: 5 });
}

async function runTests(files: readonly string[], url: string): Promise<{ code: number | null; output: string }> {
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--project", "unit", "--maxWorkers", "1", ...files];
  const env = { PATH: process.env.PATH, HOME: folder, GATEWAY_TEST_DATABASE_URL: url, NO_COLOR: "1" };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, output };
}
