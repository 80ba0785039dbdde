import { HttpRequestError, hexToBigInt, type PublicClient, type RpcLog } from "viem";
import { describe, expect, it } from "vitest";
import { readAllLogs } from "./chain-logs.ts";

const address = `0x${"11".repeat(20)}` as const;
const query = { address, fromBlock: 0n, toBlock: 9_999n, policy: { attempts: 3, baseDelay: 0, maxDelay: 0 } };

describe("readLogs", () => {
  it("halves what the endpoint finds too much, and reads every block once", async () => {
    const { client, ranges } = endpoint((from, to) => {
      if (to - from >= 1_000n) throw new Error("range too large");
    });
    await readAllLogs(client, query);
    const read = ranges.filter(([from, to]) => to - from < 1_000n);
    expect(read[0]?.[0]).toBe(0n);
    expect(read.at(-1)?.[1]).toBe(9_999n);
    for (const [i, [from]] of read.entries()) if (i > 0) expect(from).toBe(read[i - 1]![1] + 1n);
  });

  it("asks again where the endpoint is down for a while", async () => {
    let failures = 2;
    const { client, ranges } = endpoint(() => {
      if (failures-- > 0) throw new HttpRequestError({ url: "http://x", status: 503 });
    });
    await readAllLogs(client, query);
    expect(ranges).toEqual([
      [0n, 9_999n],
      [0n, 9_999n],
      [0n, 9_999n],
    ]);
  });

  it("gives up on what fails in the smallest range, and on an endpoint that stays down", async () => {
    await expect(
      readAllLogs(
        endpoint(() => {
          throw new Error("always");
        }).client,
        query,
      ),
    ).rejects.toThrow("always");
    const down = endpoint(() => {
      throw new HttpRequestError({ url: "http://x", status: 503 });
    });
    await expect(readAllLogs(down.client, query)).rejects.toThrow(HttpRequestError);
    expect(down.ranges.length).toBe(3);
  });

  it("asks nothing of an empty range", async () => {
    const { client, ranges } = endpoint(() => {});
    expect(await readAllLogs(client, { ...query, fromBlock: 5n, toBlock: 4n })).toEqual([]);
    expect(ranges).toEqual([]);
  });
});

/** An endpoint that holds no logs and refuses as `check` says. */
function endpoint(check: (from: bigint, to: bigint) => void) {
  const ranges: [bigint, bigint][] = [];
  const request = async ({
    params: [{ fromBlock, toBlock }],
  }: {
    params: [{ fromBlock: `0x${string}`; toBlock: `0x${string}` }];
  }): Promise<RpcLog[]> => {
    const range: [bigint, bigint] = [hexToBigInt(fromBlock), hexToBigInt(toBlock)];
    ranges.push(range);
    check(...range);
    return [];
  };
  return { ranges, client: { request } as unknown as PublicClient };
}
