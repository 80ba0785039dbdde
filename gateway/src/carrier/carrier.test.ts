import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { carriedSchema, type Statement } from "@computehive/protocol/api/statement";
import { jobIdOf } from "@computehive/protocol/order";
import { createScriptedChain } from "@computehive/sdk/testing/scripted-chain";
import { describe, expect, it, vi } from "vitest";
import { DEPLOYMENT, MARKET, newAccount, sampleOrder } from "../testing/samples.ts";
import { errorOf, startGateway, type TestGateway } from "../testing/start-gateway.ts";

const SIGNATURE = `0x${"12".repeat(65)}` as const;
const STRANGER = "0x9999999999999999999999999999999999999999";

function cancelling(salt: bigint): Extract<Statement, { kind: "cancel" }> {
  return { kind: "cancel", ...sampleOrder({ salt }), signature: SIGNATURE };
}

function accepting(
  offering: ReturnType<typeof sampleOrder>,
  { disputedAt }: { disputedAt: number },
): Extract<Statement, { kind: "accept" }> {
  const receiptHash = `0x${"34".repeat(32)}` as const;
  const execution = {
    node: STRANGER,
    provider: STRANGER,
    payee: STRANGER,
    exposure: 1n,
    claimedAt: 1_000,
    submitBy: 1_300,
    submittedAt: 1_050,
    disputedAt,
    complaint: disputedAt === 0 ? 0 : 1,
    receiptHash,
  } as const;
  const work = { units: 5n, detailsHash: receiptHash };
  return { kind: "accept", ...offering, execution, work, nodeSignature: "0x", signature: SIGNATURE };
}

function withdrawing(
  { clock }: TestGateway,
  change: Partial<Extract<Statement, { kind: "withdraw" }>["withdrawal"]> = {},
): Statement {
  const owner = "0x7777777777777777777777777777777777777777";
  const deadline = Math.floor(clock.now() / 1000) + 900;
  const withdrawal = {
    owner,
    token: DEPLOYMENT.contracts.token,
    to: STRANGER,
    amount: 5n,
    fee: 0n,
    nonce: 0,
    deadline,
  };
  return { kind: "withdraw", withdrawal: { ...withdrawal, ...change }, signature: SIGNATURE } as Statement;
}

function carry(gateway: TestGateway, statement: unknown): Promise<Response> {
  const body = JSON.stringify(statement, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
  return gateway.fetch("/v1/statements", { method: "POST", headers: { "content-type": "application/json" }, body });
}

describe("statements", () => {
  async function start(env: Record<string, string> = {}) {
    const sending = createScriptedChain();
    const carrying = { signer: newAccount(), sending };
    const gateway = await startGateway({ env: { GATEWAY_WATCH_SECONDS: "0.01", ...env }, carrying });
    return { gateway, sending, carrying };
  }

  /** The market has heard of the job, so that its statements are carried. */
  function known(gateway: TestGateway, salt: bigint): Statement {
    const statement = cancelling(salt);
    gateway.chain.take(jobIdOf(MARKET, statement.order, statement.terms));
    return statement;
  }

  it("are carried to the chain, and the same one again answers with what became of it", async () => {
    const { gateway: running, sending } = await start();
    await using gateway = running;
    const statement = known(gateway, 1n);
    const taken = carriedSchema.parse(await (await carry(gateway, statement)).json());
    expect(taken).toMatchObject({ kind: "cancel" });
    await vi.waitUntil(() => sending.broadcasts.length > 0);
    sending.mine();
    const look = async () => carriedSchema.parse(await (await gateway.fetch(`/v1/statements/${taken.id}`)).json());
    await vi.waitUntil(async () => (await look()).status === "done");
    const again = carriedSchema.parse(await (await carry(gateway, statement)).json());
    expect(again).toEqual(await look());
    expect(again.transaction).toMatch(/^0x/);
    expect(new Set(sending.broadcasts).size).toBe(1);
  });

  it("are looked at first: what the chain would refuse is refused in its words, and nothing is kept", async () => {
    const { gateway: running, sending } = await start();
    await using gateway = running;
    sending.refuse("The job is not open any more.");
    const statement = known(gateway, 1n);
    const refused = await errorOf(await carry(gateway, statement));
    expect(refused).toMatchObject({ status: 409, code: "conflict", message: "The job is not open any more." });
    sending.refuse(undefined);
    expect((await carry(gateway, statement)).status).toBe(200);
  });

  it("must be about jobs and money of this market: anybody can sign what nobody heard of", async () => {
    const { gateway: running, sending } = await start({ GATEWAY_CARRIER_WITHDRAWAL_FEE: "100" });
    await using gateway = running;
    const now = Math.floor(gateway.clock.now() / 1000);
    const cases: [unknown, string][] = [
      [cancelling(7n), "order"],
      [withdrawing(gateway, { token: STRANGER, fee: 100n }), "withdrawal.token"],
      [withdrawing(gateway, { fee: 99n }), "withdrawal.fee"],
      [withdrawing(gateway, { fee: 100n, deadline: now + 59 }), "withdrawal.deadline"],
      [{ ...cancelling(7n), signature: "0x" }, "signature"],
      [{ ...cancelling(7n), kind: "steal" }, "kind"],
    ];
    for (const [statement, field] of cases) {
      expect(await errorOf(await carry(gateway, statement))).toMatchObject({ code: "invalid", field });
    }
    expect((await carry(gateway, withdrawing(gateway, { fee: 100n }))).status).toBe(200);
    await vi.waitUntil(() => sending.broadcasts.length > 0);
    expect(new Set(sending.broadcasts).size).toBe(1);
  });

  it("that accept a disputed receipt are refused by field and rule, before the chain is asked", async () => {
    const { gateway: running, sending } = await start();
    await using gateway = running;
    sending.refuse("The chain was asked.");
    const { order, terms } = known(gateway, 1n) as Extract<Statement, { kind: "cancel" }>;
    const refused = await errorOf(await carry(gateway, accepting({ order, terms }, { disputedAt: 1_100 })));
    expect(refused).toMatchObject({ status: 422, code: "invalid", field: "execution.disputedAt" });
    expect(refused.rule).toContain("verdict");
    const asked = await errorOf(await carry(gateway, accepting({ order, terms }, { disputedAt: 0 })));
    expect(asked).toMatchObject({ code: "conflict", message: "The chain was asked." });
    expect(sending.broadcasts).toEqual([]);
  });

  it("of one account, and of all in a day, are bounded", async () => {
    const limits = { GATEWAY_CARRIER_STATEMENTS_PER_OWNER: "2", GATEWAY_CARRIER_GWEI_PER_DAY: "700000" };
    const { gateway: running } = await start(limits);
    await using gateway = running;
    for (const salt of [1n, 2n]) expect((await carry(gateway, known(gateway, salt))).status).toBe(200);
    const third = await carry(gateway, known(gateway, 3n));
    expect(third.status).toBe(429);
    expect(third.headers.get("retry-after")).toBe("3600");
    const other = { ...known(gateway, 4n) } as Extract<Statement, { kind: "cancel" }>;
    const order = { ...other.order, buyer: STRANGER } as const;
    gateway.chain.take(jobIdOf(MARKET, order, other.terms));
    expect(await errorOf(await carry(gateway, { ...other, order }))).toMatchObject({
      status: 503,
      code: "unavailable",
    });
    gateway.clock.pass(86_401);
    expect((await carry(gateway, known(gateway, 3n))).status).toBe(200);
  });

  it("are refused while the carrier cannot pay, and the health page says so", async () => {
    const { gateway: running, sending } = await start();
    await using gateway = running;
    sending.setBalance(1n);
    expect((await carry(gateway, known(gateway, 1n))).status).toBe(503);
    const health = (await (await gateway.fetch("/health")).json()) as { status: string; checks: unknown[] };
    expect(health.status).toBe("degraded");
    expect(health.checks).toContainEqual(expect.objectContaining({ name: "carrier", ok: false }));
  });

  it("are announced by the gateway that carries them, and unknown to one that does not", async () => {
    const { gateway: running, carrying } = await start({ GATEWAY_CARRIER_WITHDRAWAL_FEE: "25" });
    await using gateway = running;
    const info = (await (await gateway.fetch("/v1/info")).json()) as { carrier?: unknown };
    expect(info.carrier).toEqual({ address: carrying.signer.address, withdrawalFee: "25" });
    expect((await gateway.fetch(`/v1/statements/${MARKET.address}${"0".repeat(24)}`)).status).toBe(404);

    await using without = await startGateway();
    expect((await (await without.fetch("/v1/info")).json()) as object).not.toHaveProperty("carrier");
    expect(await errorOf(await carry(without, cancelling(1n)))).toMatchObject({ status: 404, code: "not-found" });
  });

  it("that wait are sent by the next start", async () => {
    const folder = await mkdtemp(join(tmpdir(), "carrier-"));
    const signer = newAccount();
    const lost = { ...createScriptedChain(), broadcast: () => Promise.reject(new Error("killed")) };
    {
      await using gateway = await startGateway({ folder, carrying: { signer, sending: lost } });
      expect((await carry(gateway, known(gateway, 1n))).status).toBe(200);
    }
    const sending = createScriptedChain();
    {
      await using _gateway = await startGateway({ folder, carrying: { signer, sending } });
      await vi.waitUntil(() => sending.broadcasts.length > 0);
    }
    expect(new Set(sending.broadcasts).size).toBe(1);
    await rm(folder, { recursive: true });
  });
});
