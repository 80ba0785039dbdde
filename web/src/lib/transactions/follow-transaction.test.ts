import type { PublicClient } from "viem";
import { TransactionNotFoundError, TransactionReceiptNotFoundError } from "viem";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followTransaction, TransactionDroppedError, TransactionReplacedError } from "./follow-transaction.ts";

const from = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";
const sent = { hash: "0x01", from, to: "0xaa", input: "0x1234", value: 0n, nonce: 4 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("followTransaction", () => {
  it("answers the receipt once it is there", async () => {
    const chain = setup();
    const receipt = follow(chain.client);
    await vi.advanceTimersByTimeAsync(1_000);
    chain.mine({ ...sent });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await receipt).toMatchObject({ transactionHash: "0x01" });
  });

  it("goes on under the hash of the same call with a higher fee", async () => {
    const chain = setup();
    const onReplaced = vi.fn();
    const receipt = follow(chain.client, onReplaced);
    await vi.advanceTimersByTimeAsync(1_000);
    chain.forget();
    chain.mine({ ...sent, hash: "0x02" });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await receipt).toMatchObject({ transactionHash: "0x02" });
    expect(onReplaced).toHaveBeenCalledWith("0x02");
  });

  it("fails where the wallet used the number for something else", async () => {
    const chain = setup();
    const receipt = follow(chain.client).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1_000);
    chain.forget();
    chain.mine({ ...sent, hash: "0x03", to: from, input: "0x" });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await receipt).toBeInstanceOf(TransactionReplacedError);
  });

  it("fails where the network forgot it and its number is free", async () => {
    const chain = setup();
    const receipt = follow(chain.client).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1_000);
    chain.forget();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(await receipt).toBeInstanceOf(TransactionDroppedError);
  });

  it("stops when it is told to", async () => {
    const chain = setup();
    const stopping = new AbortController();
    const receipt = followTransaction(chain.client, "0x01", { signal: stopping.signal }).catch((error: Error) => error);
    await vi.advanceTimersByTimeAsync(1_000);
    stopping.abort(new Error("enough"));
    await vi.advanceTimersByTimeAsync(1);
    expect(await receipt).toMatchObject({ message: "enough" });
  });
});

function follow(client: PublicClient, onReplaced: (hash: string) => void = () => {}) {
  return followTransaction(client, "0x01", { onReplaced });
}

/** A chain of one account, whose transaction waits in the pool at first. */
function setup() {
  let pooled: typeof sent | undefined = sent;
  const mined: (typeof sent)[] = [];
  const client = {
    async getTransactionReceipt({ hash }: { hash: `0x${string}` }) {
      const found = mined.find((one) => one.hash === hash);
      if (!found) throw new TransactionReceiptNotFoundError({ hash });
      return { transactionHash: hash, status: "success" };
    },
    async getTransaction({ hash }: { hash: `0x${string}` }) {
      const found = [pooled, ...mined].find((one) => one?.hash === hash);
      if (!found) throw new TransactionNotFoundError({ hash });
      return found;
    },
    getTransactionCount: async () => 4 + mined.length,
    getBlockNumber: async () => BigInt(mined.length),
    getBlock: async ({ blockNumber }: { blockNumber: bigint }) => ({
      transactions: mined.slice(Number(blockNumber) - 1, Number(blockNumber)),
    }),
  };
  return {
    client: client as unknown as PublicClient,
    forget: () => {
      pooled = undefined;
    },
    mine: (transaction: typeof sent) => mined.push(transaction),
  };
}
