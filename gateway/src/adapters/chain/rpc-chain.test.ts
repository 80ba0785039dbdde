import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { ChainUnavailableError } from "../../chain.ts";
import { type FakeRpc, startFakeRpc } from "../../testing/fake-rpc.ts";
import { DEPLOYMENT, newAccount } from "../../testing/samples.ts";
import { createRpcChain, type RpcChainOptions } from "./rpc-chain.ts";

describe("createRpcChain", () => {
  it("finds a claim and its order by their events", async () => {
    await using rpc = await startFakeRpc();
    const claim = rpc.chain.claim(newAccount().address);
    rpc.publish(rpc.chain.claim(newAccount().address));
    rpc.publish(claim);
    const chain = chainOf(rpc);
    const { order, terms, ...expected } = claim;
    expect(await chain.findClaim(claim.executionId)).toEqual(expected);
    expect(await chain.findOrder(claim.jobId)).toEqual({ order, terms });
    expect(await chain.findClaim(claim.jobId)).toBeUndefined();
    expect(await chain.blockHashAt(claim.blockNumber)).toBe(claim.blockHash);
    expect(await chain.blockHashAt(99n)).toBeUndefined();
  });

  it("says whose a registered node is", async () => {
    await using rpc = await startFakeRpc();
    const [node, provider] = [newAccount().address, newAccount().address];
    rpc.chain.register(node, provider);
    expect(await chainOf(rpc).providerOf(node)).toBe(provider);
    expect(await chainOf(rpc).providerOf(provider)).toBeUndefined();
  });

  it("searches backwards in ranges that an RPC takes, and not for ever", async () => {
    await using rpc = await startFakeRpc();
    rpc.head = 1_000;
    expect(
      await chainOf(rpc, { logRangeBlocks: 100, lookbackBlocks: 250 }).findClaim(`0x${"00".repeat(32)}`),
    ).toBeUndefined();
    expect(rpc.ranges).toEqual([
      { from: 901, to: 1_000 },
      { from: 801, to: 900 },
      { from: 750, to: 800 },
    ]);
  });

  it("never searches before the deployment", async () => {
    await using rpc = await startFakeRpc();
    rpc.head = 30;
    await chainOf(rpc).findClaim(`0x${"00".repeat(32)}`);
    expect(rpc.ranges).toEqual([{ from: DEPLOYMENT.blockNumber, to: 30 }]);
  });

  it("refuses an RPC of another chain, and one of another chain with the same id", async () => {
    await using rpc = await startFakeRpc();
    rpc.chainId = 1;
    await expect(chainOf(rpc).headNumber()).rejects.toThrow("the RPC serves chain 1, the deployment is on chain 31337");
    rpc.chainId = DEPLOYMENT.chainId;
    rpc.genesisHash = `0x${"99".repeat(32)}`;
    await expect(chainOf(rpc).headNumber()).rejects.toThrow("another first block");
  });

  it("calls an RPC that is down, or never answers, unavailable", async () => {
    const down = createRpcChain({ ...options, rpcUrl: "http://127.0.0.1:1" });
    await expect(down.headNumber()).rejects.toBeInstanceOf(ChainUnavailableError);

    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const chain = createRpcChain({ ...options, rpcUrl: `http://127.0.0.1:${port}`, timeoutMs: 20 });
    await expect(chain.providerOf(newAccount().address)).rejects.toBeInstanceOf(ChainUnavailableError);
    silent.close();
  });
});

const options: RpcChainOptions = {
  rpcUrl: "",
  deployment: DEPLOYMENT,
  timeoutMs: 2_000,
  logRangeBlocks: 10_000,
  lookbackBlocks: 1_000_000,
};

function chainOf(rpc: FakeRpc, changes: Partial<RpcChainOptions> = {}) {
  return createRpcChain({ ...options, rpcUrl: rpc.url, ...changes });
}
