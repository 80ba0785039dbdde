import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createScriptedChain } from "@computehive/sdk/testing/scripted-chain";
import { pino } from "pino";
import { type Hex, parseTransaction, toHex } from "viem";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { KeyedLock } from "../keyed-lock.ts";
import { createFakeChain } from "../testing/fake-chain.ts";
import { DEPLOYMENT, newAccount } from "../testing/samples.ts";
import { openTestStore, type TestStore } from "../testing/test-store.ts";
import type { CarrierPolicy, CarrierPorts } from "./carrier-ports.ts";
import { sendStatements } from "./send-statements.ts";
import type { StatementRow } from "./statement-rows.ts";

const POLICY: CarrierPolicy = {
  withdrawalFee: 0n,
  maxPerOwner: 100,
  maxGweiPerDay: 1_000_000_000,
  maxGas: 1_000_000n,
  maxFeePerGas: 100n * 10n ** 9n,
  confirmations: 2,
  pollMs: 10,
};
const LIMITS = { since: 0, maxPerOwner: 100, maxGwei: 1_000_000_000 };

describe("what a carrier took", () => {
  let folder: string;
  let store: TestStore;
  const chain = { current: createScriptedChain() };
  const clock = { at: 1_900_000_000_000, now: () => clock.at };
  const signer = newAccount();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "carrier-"));
    store = await openTestStore(folder);
    chain.current = createScriptedChain();
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  function ports(): CarrierPorts {
    return {
      deployment: DEPLOYMENT,
      signer,
      sending: chain.current,
      chain: createFakeChain(),
      rows: store.statements,
      orders: store.orders,
      locks: new KeyedLock(),
      clock,
      logger: pino({ level: "silent" }),
    };
  }
  const round = () => sendStatements(ports(), POLICY);
  const after = (seconds: number) => {
    clock.at += seconds * 1000;
  };

  async function take(number = 1): Promise<Hex> {
    const id = toHex(number, { size: 32 });
    const row: StatementRow = {
      id,
      carrier: signer.address,
      kind: "cancel",
      owner: "0x7777777777777777777777777777777777777777",
      target: DEPLOYMENT.contracts.market,
      data: toHex(number, { size: 36 }),
      status: "waiting",
      gas: 100_000n,
      versions: [],
      costGwei: 1_000,
      tries: 1,
      spentGwei: 0,
      recordedAt: Math.floor(clock.at / 1000) + number,
    };
    expect(await store.statements.record(row, LIMITS)).toBe("recorded");
    return id;
  }

  async function look(id: Hex): Promise<StatementRow> {
    const row = await store.statements.find(id);
    if (!row) throw new Error("the statement is gone");
    return row;
  }

  it("is sent once, and done when its block is old enough", async () => {
    const id = await take();
    expect(await round()).toBe(1);
    expect(await look(id)).toMatchObject({ status: "sent", nonce: 0 });
    chain.current.mine();
    await round();
    expect((await look(id)).status).toBe("mined");
    chain.current.pass(1);
    await round();
    const done = await look(id);
    expect(done).toMatchObject({ status: "done", transaction: done.versions[0]!.hash, costGwei: 1 });
    expect(await round()).toBe(0);
    expect(new Set(chain.current.broadcasts).size).toBe(1);
  });

  it("is written down before it is sent: what was lost on the way is sent again as the same bytes", async () => {
    const id = await take();
    const sending = { ...chain.current, broadcast: () => Promise.reject(new Error("killed")) };
    await expect(sendStatements({ ...ports(), sending }, POLICY)).rejects.toThrow("killed");
    const signed = await look(id);
    expect(signed).toMatchObject({ status: "sent", nonce: 0 });
    await store.close();
    store = await openTestStore(folder);
    await round();
    expect(chain.current.broadcasts).toEqual([signed.versions[0]!.raw]);
  });

  it("is replaced by the same call with a higher fee when no block takes it, and either one counts", async () => {
    const id = await take();
    await round();
    after(29);
    await round();
    expect((await look(id)).versions).toHaveLength(1);
    after(2);
    await round();
    const { versions } = await look(id);
    const [first, second] = versions.map(({ raw }) => parseTransaction(raw));
    expect(second).toMatchObject({ nonce: first!.nonce, to: first!.to, data: first!.data });
    expect(second!.maxFeePerGas! * 100n).toBeGreaterThan(first!.maxFeePerGas! * 112n);
    chain.current.mine();
    chain.current.pass(1);
    await round();
    expect(await look(id)).toMatchObject({ status: "done", transaction: versions[1]!.hash });
  });

  it("never pays more for gas than its owner allows", async () => {
    chain.current.feeFactor(2_500n);
    const id = await take();
    await round();
    for (let times = 0; times < 12; times++) {
      after(31);
      await round();
    }
    const { versions } = await look(id);
    expect(versions.length).toBeGreaterThan(1);
    for (const { maxFeePerGas } of versions) expect(maxFeePerGas).toBeLessThanOrEqual(POLICY.maxFeePerGas);
  });

  it("is sent again when the chain goes back", async () => {
    const id = await take();
    await round();
    chain.current.mine();
    await round();
    expect((await look(id)).status).toBe("mined");
    chain.current.goBack(1);
    await round();
    expect(await look(id)).toMatchObject({ status: "sent", transaction: undefined });
    chain.current.mine();
    chain.current.pass(1);
    await round();
    expect((await look(id)).status).toBe("done");
    expect(new Set(chain.current.broadcasts).size).toBe(1);
  });

  it("gets another nonce where the key was used elsewhere", async () => {
    const id = await take();
    const sending = { ...chain.current, broadcast: () => Promise.reject(new Error("killed")) };
    await expect(sendStatements({ ...ports(), sending }, POLICY)).rejects.toThrow("killed");
    chain.current.takeNonce();
    await round();
    expect((await look(id)).nonce).toBe(0);
    after(31);
    await round();
    expect(await look(id)).toMatchObject({ status: "sent", nonce: 1 });
    chain.current.mine();
    chain.current.pass(1);
    await round();
    expect((await look(id)).status).toBe("done");
  });

  it("says why it failed: before it was sent, or in its block", async () => {
    const [early, late] = [await take(1), await take(2)];
    chain.current.refuse("The job is not open.");
    await round();
    expect(await look(early)).toMatchObject({ status: "failed", costGwei: 0, reason: "The job is not open." });
    expect((await look(early)).nonce).toBeUndefined();
    chain.current.refuse(undefined);
    expect((await look(late)).status).toBe("failed");
    const third = await take(3);
    await round();
    chain.current.mine({ succeed: false });
    chain.current.pass(1);
    await round();
    expect(await look(third)).toMatchObject({
      status: "failed",
      reason: expect.stringMatching(/^The transaction failed/),
    });
  });

  it("waits while the carrier holds no coin", async () => {
    const id = await take();
    chain.current.refuse("insufficient-funds");
    await round();
    expect((await look(id)).status).toBe("waiting");
    chain.current.refuse(undefined);
    await round();
    expect((await look(id)).status).toBe("sent");
  });

  it("goes out in its order, sixteen at a time, each with its own nonce", async () => {
    const ids: Hex[] = [];
    for (let number = 1; number <= 20; number++) ids.push(await take(number));
    await round();
    const nonces = chain.current.broadcasts.map((raw) => parseTransaction(raw).nonce ?? 0);
    expect(nonces).toEqual([...Array(16).keys()]);
    chain.current.mine();
    chain.current.pass(1);
    await round();
    chain.current.mine();
    chain.current.pass(1);
    await round();
    for (const id of ids) expect((await look(id)).status).toBe("done");
    expect(new Set(chain.current.broadcasts).size).toBe(20);
  });
});
