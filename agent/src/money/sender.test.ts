import { createScriptedChain, type ScriptedChain } from "@computehive/sdk/testing/scripted-chain";
import { type Hex, keccak256, parseTransaction } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { openMemoryLedger } from "../adapters/sqlite/open-ledger.ts";
import type { Ledger, TransactionRow } from "../ledger/ledger.ts";
import { createSigner } from "../signer.ts";
import { advance, broadcast } from "./advance.ts";
import { DEFAULT_SENDER_POLICY } from "./policy.ts";
import { type Intent, prepare, type SenderPorts, sign } from "./prepare.ts";
import { createSender, type Sender } from "./sender.ts";

const SUBJECT: Hex = `0x${"11".repeat(32)}`;
const OTHER: Hex = `0x${"22".repeat(32)}`;
const TO: Hex = "0x00000000000000000000000000000000000000aa";

describe("one action, one transaction", () => {
  it("records, signs and sends at the first request, and finds it at the next", async () => {
    const { sender, chain, ledger, submit } = setup();
    expect((await sender.request(submit)).kind).toBe("recorded");
    expect((await sender.request(submit)).kind).toBe("exists");
    chain.mine();
    await sender.advanceAll();
    expect((await sender.request(submit)).kind).toBe("exists");
    expect(new Set(chain.broadcasts).size).toBe(1);
    expect(ledger.transactions.all()).toMatchObject([{ status: "final", succeeded: true }]);
  });

  it("records nothing where the chain says that the call is impossible", async () => {
    const { sender, chain, ledger, submit } = setup();
    chain.refuse("Market_WrongState");
    expect(await sender.request(submit)).toMatchObject({ kind: "impossible", error: "Market_WrongState" });
    expect(ledger.transactions.all()).toEqual([]);
    expect(chain.broadcasts).toEqual([]);
  });

  it("gives requests at the same time nonces in a row", async () => {
    const { sender, ledger, submit, other } = setup();
    await Promise.all([sender.request(submit), sender.request(other), sender.request(submit)]);
    expect(ledger.transactions.all().map(({ unsigned }) => unsigned.nonce)).toEqual([0, 1]);
  });

  it("counts as final after the configured confirmations", async () => {
    const { sender, chain, submit } = setup({ confirmations: 3 });
    await sender.request(submit);
    chain.mine();
    await sender.advanceAll();
    expect(sender.statusOf(SUBJECT, "submit")!.status).toBe("mined");
    chain.pass(2);
    await sender.advanceAll();
    expect(sender.statusOf(SUBJECT, "submit")!.status).toBe("final");
  });
});

describe("a restart at every point", () => {
  const points: [string, (ports: SenderPorts, intent: Intent, chain: ScriptedChain) => Promise<unknown>][] = [
    ["before anything", async () => undefined],
    [
      "after the check, before the record",
      async ({ chain, signer }, { to, data }) => chain.estimate({ from: signer.address, to, data }, "pending"),
    ],
    ["after the record", (ports, intent) => prepare(intent, ports)],
    [
      "after the signature, before it is recorded",
      async (ports, intent) => ports.signer.signTransaction(recorded(await prepare(intent, ports)).unsigned),
    ],
    [
      "after the signed bytes are recorded",
      async (ports, intent) => sign(recorded(await prepare(intent, ports)), ports),
    ],
    [
      "after sending, before that is recorded",
      async (ports, intent) => ports.chain.broadcast((await sign(recorded(await prepare(intent, ports)), ports)).raw!),
    ],
    [
      "after sending",
      async (ports, intent) => broadcast(await sign(recorded(await prepare(intent, ports)), ports), ports),
    ],
    [
      "after it was mined, before that is recorded",
      async (ports, intent, chain) => {
        await broadcast(await sign(recorded(await prepare(intent, ports)), ports), ports);
        chain.mine();
      },
    ],
    [
      "after that is recorded",
      async (ports, intent, chain) => {
        const row = await broadcast(await sign(recorded(await prepare(intent, ports)), ports), ports);
        chain.mine();
        await advance(row, ports);
      },
    ],
    [
      "after the chain went back over it",
      async (ports, intent, chain) => {
        const row = await broadcast(await sign(recorded(await prepare(intent, ports)), ports), ports);
        chain.mine();
        await advance(row, ports);
        chain.goBack(1);
        chain.pass(1);
      },
    ],
  ];

  it.each(points)("%s: exactly one transaction in the end", async (_, crash) => {
    const { ports, chain, ledger, submit } = setup();
    await crash(ports, submit, chain);

    const sender = createSender(ports);
    // What the book says of a chain that went back while the agent was down.
    sender.reopen(-1n);
    await sender.request(submit);
    for (let look = 0; look < 4; look++) {
      await sender.advanceAll();
      chain.mine();
    }
    await sender.advanceAll();
    const rows = ledger.transactions.all();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ status: "final", succeeded: true });
    expect(new Set(chain.broadcasts).size).toBe(1);
    expect(chain.broadcasts.every((raw) => keccak256(raw) === rows[0]!.hash)).toBe(true);
    expect(await chain.transactionCount(TO)).toBe(1);
  });
});

describe("a chain that goes back", () => {
  it.each([1, 3, 20])("over a final transaction, %i blocks: the same bytes are sent again", async (depth) => {
    const { sender, chain, ledger, submit } = setup();
    await sender.request(submit);
    chain.mine();
    chain.pass(depth - 1);
    await sender.advanceAll();
    expect(ledger.transactions.all()).toMatchObject([{ status: "final" }]);
    chain.goBack(depth);
    sender.reopen((await chain.headNumber()) as bigint);
    await sender.advanceAll();
    expect(ledger.transactions.all()).toMatchObject([{ status: "sent" }]);
    chain.mine();
    await sender.advanceAll();
    expect(ledger.transactions.all()).toMatchObject([{ status: "final", succeeded: true }]);
    expect(new Set(chain.broadcasts).size).toBe(1);
    expect(ledger.notes.ofKind("transaction-fell-out")).toHaveLength(1);
  });

  it("keeps a nonce in the order when only the later transaction fell out", async () => {
    const { sender, chain, ledger, submit, other } = setup();
    await sender.request(submit);
    chain.mine();
    await sender.request(other);
    chain.mine();
    await sender.advanceAll();
    chain.goBack(1);
    sender.reopen(await chain.headNumber());
    await sender.advanceAll();
    chain.mine();
    await sender.advanceAll();
    expect(ledger.transactions.all().map(({ status, unsigned }) => [status, unsigned.nonce])).toEqual([
      ["final", 0],
      ["final", 1],
    ]);
  });

  it("waits while the call is impossible, sends it when it is possible again", async () => {
    const { sender, chain, clock, submit } = await fallenOut();
    chain.refuse("Market_WrongState");
    const before = chain.broadcasts.length;
    await sender.advanceAll();
    clock.time += 60_000;
    await sender.advanceAll();
    expect(chain.broadcasts).toHaveLength(before);
    chain.refuse(undefined);
    await sender.advanceAll();
    chain.mine();
    await sender.advanceAll();
    expect(sender.statusOf(submit.subject, submit.action)).toMatchObject({
      status: "final",
      succeeded: true,
      version: 1,
    });
  });

  it("uses its nonce up by a transfer of nothing when the call stays impossible", async () => {
    const { sender, chain, clock, ledger, submit, ports } = await fallenOut();
    chain.refuse("Market_WrongState");
    await sender.advanceAll();
    clock.time += ports.policy.giveUpAfterMs + 1;
    await sender.advanceAll();
    const filler = parseTransaction(chain.broadcasts.at(-1)!);
    expect(filler).toMatchObject({ nonce: 0, to: ports.signer.address.toLowerCase() });
    expect(filler.data ?? "0x").toBe("0x");
    expect(filler.value ?? 0n).toBe(0n);
    chain.mine();
    await sender.advanceAll();
    expect(sender.statusOf(submit.subject, submit.action)).toMatchObject({ status: "final", void: true, version: 2 });
    expect(ledger.transactions.of(submit.subject, submit.action)[0]).toMatchObject({ status: "replaced" });
  });

  it("lets new bytes take over the nonce of bytes that a reorg made void", async () => {
    const { sender, chain, ledger, submit } = await fallenOut();
    chain.refuse("Market_WrongRecord");
    await sender.advanceAll();
    await sender.request({ ...submit, data: "0x0a0b0c0d" });
    expect(ledger.transactions.all()).toHaveLength(1);
    chain.refuse(undefined);
    await sender.request({ ...submit, data: "0x0a0b0c0d" });
    expect(ledger.transactions.all().map(({ status, unsigned }) => [status, unsigned.nonce, unsigned.data])).toEqual([
      ["replaced", 0, "0x01020304"],
      ["sent", 0, "0x0a0b0c0d"],
    ]);
    chain.mine();
    await sender.advanceAll();
    expect(sender.statusOf(submit.subject, submit.action)).toMatchObject({
      status: "final",
      succeeded: true,
      version: 2,
    });
    expect(await chain.transactionCount(TO)).toBe(1);
  });

  it("notices that the old bytes made it after all", async () => {
    const { sender, chain, clock, ports, submit } = await fallenOut();
    chain.refuse("Market_WrongState");
    await sender.advanceAll();
    await chain.broadcast(ports.ledger.transactions.all()[0]!.raw!);
    chain.mine();
    clock.time += ports.policy.giveUpAfterMs + 1;
    await sender.advanceAll();
    expect(sender.statusOf(submit.subject, submit.action)).toMatchObject({
      status: "final",
      succeeded: true,
      version: 1,
    });
  });
});

describe("fees and nonces", () => {
  it("replaces what waits too long by the same call with the same nonce and a higher fee, and not for ever", async () => {
    const { sender, chain, clock, ledger, submit, ports } = setup({ maxVersions: 3 });
    await sender.request(submit);
    for (let i = 0; i < 6; i++) {
      clock.time += ports.policy.replaceAfterMs + 1;
      await sender.advanceAll();
    }
    const rows = ledger.transactions.all();
    expect(rows.map(({ status }) => status)).toEqual(["replaced", "replaced", "sent"]);
    expect(new Set(rows.map(({ unsigned }) => `${unsigned.nonce}${unsigned.data}`)).size).toBe(1);
    const fees = rows.map(({ unsigned }) => unsigned.maxFeePerGas);
    expect(fees[1]! * 100n).toBeGreaterThanOrEqual(fees[0]! * 125n);
    chain.mine();
    await sender.advanceAll();
    expect(ledger.transactions.all().filter(({ status }) => status === "final")).toHaveLength(1);
  });

  it("never exceeds the fee limit", async () => {
    const { sender, clock, chain, ledger, submit, ports } = setup({ maxFeePerGas: 2_100_000_000n });
    chain.feeFactor(1_000n);
    await sender.request(submit);
    clock.time += ports.policy.replaceAfterMs + 1;
    await sender.advanceAll();
    expect(ledger.transactions.all().every(({ unsigned }) => unsigned.maxFeePerGas <= 2_100_000_000n)).toBe(true);
  });

  it("takes a new nonce when somebody else used the key, once that is certain", async () => {
    const { sender, clock, chain, ledger, submit, ports } = setup();
    await prepare(submit, ports);
    chain.takeNonce();
    await sender.advanceAll();
    expect((await sender.request(submit)).kind).toBe("exists");
    clock.time += ports.policy.giveUpAfterMs + 1;
    await sender.advanceAll();
    expect(ledger.transactions.all()).toMatchObject([{ status: "lost", reason: "nonce-taken" }]);
    expect((await sender.request(submit)).kind).toBe("recorded");
    chain.mine();
    await sender.advanceAll();
    expect(sender.statusOf(SUBJECT, "submit")).toMatchObject({ status: "final", succeeded: true, version: 2 });
  });

  it("repeats a call that was mined and failed only when asked again, and not for ever", async () => {
    const { sender, chain, ledger, submit } = setup({ maxVersions: 2 });
    await sender.request(submit);
    chain.mine({ succeed: false });
    await sender.advanceAll();
    expect((await sender.request(submit)).kind).toBe("recorded");
    chain.mine({ succeed: false });
    await sender.advanceAll();
    expect((await sender.request(submit)).kind).toBe("exists");
    expect(ledger.transactions.all()).toHaveLength(2);
  });

  it("keeps everything while the chain does not answer", async () => {
    const { sender, chain, ledger, submit } = setup();
    await sender.request(submit);
    chain.down(true);
    await expect(sender.advanceAll()).rejects.toThrow();
    expect(ledger.transactions.all()).toMatchObject([{ status: "sent" }]);
    chain.down(false);
    chain.mine();
    await sender.advanceAll();
    expect(ledger.transactions.all()).toMatchObject([{ status: "final" }]);
  });

  it("gives everything up when the chain is another one", async () => {
    const { sender, chain, ledger, submit } = setup();
    await sender.request(submit);
    sender.abandonAll("chain-replaced");
    const before = chain.broadcasts.length;
    await sender.advanceAll();
    expect(chain.broadcasts).toHaveLength(before);
    expect(ledger.transactions.all()).toMatchObject([{ status: "lost", reason: "chain-replaced" }]);
  });
});

async function fallenOut() {
  const world = setup();
  await world.sender.request(world.submit);
  world.chain.mine();
  await world.sender.advanceAll();
  world.chain.goBack(1);
  world.sender.reopen(await world.chain.headNumber());
  return world;
}

function recorded(result: Awaited<ReturnType<typeof prepare>>): TransactionRow {
  if (result.kind !== "recorded") throw new Error(`Expected a record, got ${result.kind}.`);
  return result.row;
}

interface World {
  ports: SenderPorts;
  sender: Sender;
  chain: ScriptedChain;
  ledger: Ledger;
  clock: { time: number; now(): number };
  submit: Intent;
  other: Intent;
}

function setup(policy: Partial<SenderPorts["policy"]> = {}): World {
  const chain = createScriptedChain();
  const ledger = openMemoryLedger();
  const clock = { time: 1_000_000, now: () => clock.time };
  const account = privateKeyToAccount(`0x${"42".repeat(32)}`);
  const signer = createSigner(account, { chainId: 31_337, address: TO });
  const ports: SenderPorts = {
    chain,
    ledger,
    signer,
    clock,
    chainId: 31_337,
    policy: { ...DEFAULT_SENDER_POLICY, confirmations: 1, ...policy },
  };
  const submit: Intent = { subject: SUBJECT, action: "submit", to: TO, data: "0x01020304" };
  return { ports, sender: createSender(ports), chain, ledger, clock, submit, other: { ...submit, subject: OTHER } };
}
