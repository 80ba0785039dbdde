import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Chain, startChain } from "./chain.ts";
import { reorg, rollBack } from "./reorg.ts";
import { createRpc, type Rpc } from "./rpc.ts";

const POLL_MS = 20;
const RECIPIENT = "0x00000000000000000000000000000000000000aa";

describe("reorg", () => {
  it.each([1, 3, 20])("replaces %i blocks and drops the payment inside", async (depth) => {
    const { rpc, chain, from } = await setup();
    await rpc("anvil_mine", ["0x5"]);
    await pay(rpc, { from, to: RECIPIENT, value: "0x7" });
    await rpc("anvil_mine", [`0x${(depth - 1).toString(16)}`]);
    expect(await balance(rpc)).toBe(7n);

    const head = BigInt(await rpc<string>("eth_blockNumber"));
    const { ancestor, dropped, added } = await reorg(chain.url, depth);
    expect(ancestor).toBe(head - BigInt(depth));
    expect(dropped).toHaveLength(depth);
    expect(added).toHaveLength(depth);
    expect(new Set([...dropped, ...added]).size).toBe(2 * depth);
    expect(await balance(rpc)).toBe(0n);
    expect(await rpc("eth_getTransactionCount", [from, "latest"])).toBe("0x0");
  });

  it("puts other transactions into the new history", async () => {
    const { rpc, chain, from } = await setup();
    await pay(rpc, { from, to: RECIPIENT, value: "0x7" });
    await reorg(chain.url, 1, [[{ from, to: RECIPIENT, value: "0x9" }, 0]]);
    expect(await balance(rpc)).toBe(9n);
  });

  it("goes on from the new history", async () => {
    const { rpc, chain, from } = await setup();
    await rpc("anvil_mine", ["0x4"]);
    const { added } = await reorg(chain.url, 3);
    await pay(rpc, { from, to: RECIPIENT, value: "0x7" });
    const head = await rpc<{ parentHash: string }>("eth_getBlockByNumber", ["latest", false]);
    expect(head.parentHash).toBe(added.at(-1));
  });
});

describe("rollBack", () => {
  it("makes the chain shorter", async () => {
    const { rpc, chain } = await setup();
    await rpc("anvil_mine", ["0x8"]);
    const { ancestor, dropped, added } = await rollBack(chain.url, 3);
    expect({ ancestor, dropped: dropped.length, added }).toEqual({ ancestor: 5n, dropped: 3, added: [] });
    expect(await rpc("eth_blockNumber")).toBe("0x5");
  });
});

async function setup(): Promise<{ chain: Chain; rpc: Rpc; from: string }> {
  const folder = mkdtempSync(join(tmpdir(), "hive-reorg-"));
  const chain = await startChain({ folder, port: 0, blockTimeSeconds: 0 });
  onTestFinished(async () => {
    await chain.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const rpc = createRpc(chain.url);
  const [from] = await rpc<[string]>("eth_accounts");
  return { chain, rpc, from };
}

/** anvil answers with the hash; the block follows a moment later. */
async function pay(rpc: Rpc, transaction: { from: string; to: string; value: string }): Promise<void> {
  const hash = await rpc<string>("eth_sendTransaction", [transaction]);
  while ((await rpc("eth_getTransactionReceipt", [hash])) === null) await wait(POLL_MS);
}

async function balance(rpc: Rpc): Promise<bigint> {
  return BigInt(await rpc<string>("eth_getBalance", [RECIPIENT, "latest"]));
}
