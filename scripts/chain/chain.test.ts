import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { waitUntil } from "../support/wait-until.ts";
import { type Chain, type StartChainOptions, startChain } from "./chain.ts";
import { createRpc } from "./rpc.ts";
import { keepChain } from "./testing/kept-chain.ts";

describe("startChain", () => {
  it("begins a new chain, and continues it after a clean stop without any loss", async () => {
    const { start } = setup();
    const first = await start();
    expect(first).toMatchObject({ beginning: "new", possibleLossSeconds: 0, chainId: 31_337 });
    const paid = await pay(first);
    await first.stop();

    const second = await start();
    expect(second).toMatchObject({ beginning: "continued", possibleLossSeconds: 0, genesisHash: first.genesisHash });
    expect(await blockHash(second, paid.blockNumber)).toBe(paid.blockHash);
  });

  it("has one genesis however often it was started", async () => {
    const { start } = setup();
    const hashes = new Set<string>();
    for (let round = 0; round < 4; round++) {
      const chain = await start({ blockTimeSeconds: 0 });
      await pay(chain);
      hashes.add(chain.genesisHash);
      await chain.stop();
    }
    expect(hashes.size).toBe(1);
  });

  it("gives two chains of the same second different genesis blocks", async () => {
    const chains = await Promise.all([setup().start(), setup().start()]);
    expect(chains[0].genesisHash).not.toBe(chains[1].genesisHash);
  });

  it("follows the clock after a pause", async () => {
    const { start, folder } = setup();
    const first = await start({ blockTimeSeconds: 0 });
    await pay(first);
    await first.stop();
    const record = JSON.parse(readFileSync(join(folder, "chain.json"), "utf8"));
    const second = await start({ blockTimeSeconds: 0 });
    const { blockNumber } = await pay(second);
    const block = await createRpc(second.url)<{ timestamp: string }>("eth_getBlockByNumber", [blockNumber, false]);
    expect(Math.abs(Number(block.timestamp) - Date.now() / 1000)).toBeLessThan(30);
    expect(Number(block.timestamp)).toBeGreaterThanOrEqual(record.genesis.timestamp);
  });

  it("falls back to the copy before a torn dump and says what may be missing", async () => {
    const { start, folder, log } = setup();
    const first = await start();
    const paid = await pay(first);
    await first.stop();
    const [newest] = copies(folder);
    writeFileSync(join(folder, "dump.json"), readFileSync(join(folder, newest as string)));
    truncateSync(join(folder, "dump.json"), 5_000);

    const second = await start();
    expect(second).toMatchObject({ genesisHash: first.genesisHash, beginning: "recovered" });
    expect(await blockHash(second, paid.blockNumber)).toBe(paid.blockHash);
    expect(log.at(-1)).toContain(`up to ${second.possibleLossSeconds} s may be missing`);
  });

  it("falls back when the newest state is whole but makes no sense", async () => {
    const { start, folder, log } = setup();
    const first = await start();
    const paid = await pay(first);
    await first.stop();
    writeFileSync(join(folder, "dump.json"), '{"block":{"number":"0x1"},"accounts":{},"blocks":[]}');

    const second = await start();
    expect(second).toMatchObject({ genesisHash: first.genesisHash, beginning: "recovered" });
    expect(await blockHash(second, paid.blockNumber)).toBe(paid.blockHash);
    expect(log.join("\n")).toContain("was refused; trying the one before");
  });

  it("begins another chain when nothing can be read, says so, and destroys nothing", async () => {
    const { start, folder, log } = setup();
    const first = await start();
    await first.stop();
    for (const name of copies(folder)) truncateSync(join(folder, name), 100);

    const second = await start();
    expect(second.beginning).toBe("replaced");
    expect(second.genesisHash).not.toBe(first.genesisHash);
    expect(log.join("\n")).toContain("No state of the chain could be read");
    expect(readdirSync(folder).filter((name) => name.startsWith("unreadable-"))).toHaveLength(1);
  });

  it("starts a crashed anvil again on the same port", async () => {
    const { start } = setup();
    const chain = await start();
    const crashed = chain.pid();
    process.kill(crashed, "SIGKILL");
    const rpc = createRpc(chain.url);
    await waitUntil(
      async () => chain.pid() !== crashed && (await rpc("eth_chainId").catch(() => undefined)) === "0x7a69",
    );
    const genesis = await rpc<{ hash: string }>("eth_getBlockByNumber", ["0x0", false]);
    expect(genesis.hash).toBe(chain.genesisHash);
  });

  it("takes the next port when the wished one is taken, and reports it", async () => {
    const { start, log } = setup();
    const taken = await listen();
    const chain = await start({ port: taken });
    expect(chain.port).toBeGreaterThan(taken);
    expect(log.join("\n")).toContain(`Port ${taken} is taken; the chain uses ${chain.port}.`);
  });

  it("refuses a folder that another keeper runs", async () => {
    const { start } = setup();
    await start();
    await expect(start()).rejects.toThrow("Another process keeps this chain running");
  });

  it("refuses a chain that was made for another id", async () => {
    const { start } = setup();
    await (await start()).stop();
    await expect(start({ chainId: 31_338 })).rejects.toThrow("The chain on disk has id 31337, not 31338.");
  });

  it("stops when its signal is aborted, also before it began", async () => {
    const { start } = setup();
    const stopping = new AbortController();
    const chain = await start({ signal: stopping.signal });
    stopping.abort();
    await chain.stop();
    await expect(createRpc(chain.url)("eth_chainId")).rejects.toThrow();
    await expect(start({ signal: stopping.signal })).rejects.toThrow();
  });

  it("ends the anvil of a keeper that was killed alone, and continues with its last block", async () => {
    const { folder, start } = setup();
    const kept = await keepChain(folder);
    const paid = await pay(kept);
    kept.keeper.kill("SIGKILL");
    await once(kept.keeper, "exit");
    const chain = await start();
    expect(chain.genesisHash).toBe(kept.genesisHash);
    expect(await blockHash(chain, paid.blockNumber)).toBe(paid.blockHash);
  });
});

function setup() {
  const folder = mkdtempSync(join(tmpdir(), "hive-chain-"));
  const log: string[] = [];
  const chains: Chain[] = [];
  onTestFinished(async () => {
    await Promise.all(chains.map((chain) => chain.stop()));
    rmSync(folder, { recursive: true, force: true });
  });
  const start = async (options: Partial<StartChainOptions> = {}) => {
    const chain = await startChain({ folder, port: 0, log: (line) => log.push(line), ...options });
    chains.push(chain);
    return chain;
  };
  return { folder, log, start };
}

async function pay({ url }: { url: string }): Promise<{ blockNumber: string; blockHash: string }> {
  const rpc = createRpc(url);
  const [from] = await rpc<[string]>("eth_accounts");
  const hash = await rpc<string>("eth_sendTransaction", [{ from, to: from, value: "0x1" }]);
  await waitUntil(async () => (await rpc("eth_getTransactionReceipt", [hash])) !== null);
  return rpc("eth_getTransactionReceipt", [hash]);
}

async function blockHash({ url }: { url: string }, number: string): Promise<string | undefined> {
  const block = await createRpc(url)<{ hash: string } | null>("eth_getBlockByNumber", [number, false]);
  return block?.hash;
}

/** Newest first. */
function copies(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith("state-"))
    .sort()
    .reverse();
}

async function listen(): Promise<number> {
  const server: Server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as { port: number }).port;
}
