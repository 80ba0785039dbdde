import type { Deployment } from "@computehive/protocol/contracts";
import type { PublicClient } from "viem";
import { expect, it } from "vitest";
import { readEvents } from "../launcher/compare/chain-logs.ts";

const address = (digit: string) => `0x${digit.repeat(40)}`;
const deployment = {
  blockNumber: 10,
  contracts: { escrow: address("1"), staking: address("2"), market: address("3"), arbiter: address("4") },
} as unknown as Deployment;

it("asks for fewer blocks where an answer is too large, and for every block once", async () => {
  const answered: (readonly [bigint, bigint])[] = [];
  await readEvents(
    endpoint((from, to) => {
      if (to - from >= 100n) throw new Error("The answer is too large.");
      answered.push([from, to]);
    }),
    deployment,
    3_000n,
  );
  expect(answered[0]?.[0]).toBe(10n);
  expect(answered.at(-1)?.[1]).toBe(3_000n);
  for (const [i, [from]] of answered.entries()) if (i > 0) expect(from).toBe((answered[i - 1]?.[1] ?? 0n) + 1n);
});

it("says it where not even one block can be had", async () => {
  let asked = 0;
  const client = endpoint(() => {
    asked++;
    throw new Error("always");
  });
  await expect(readEvents(client, deployment, 3_000n)).rejects.toThrow("always");
  // From 2,000 blocks down to one.
  expect(asked).toBe(11);
});

function endpoint(look: (from: bigint, to: bigint) => void): PublicClient {
  return {
    async getLogs({ fromBlock, toBlock }: { fromBlock: bigint; toBlock: bigint }) {
      look(fromBlock, toBlock);
      return [];
    },
  } as unknown as PublicClient;
}
