import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import { shortName } from "@computehive/protocol/short-name";
import { type Hex, zeroAddress, zeroHash } from "viem";

export const TEST_TOKEN: Hex = "0x00000000000000000000000000000000000000bb";
export const TEST_RESOLVER: Hex = "0x00000000000000000000000000000000000000cc";
export const TEST_BUYER: Hex = "0x00000000000000000000000000000000000000dd";

/** An order that a usual node takes, for tests. */
export function openOrder(
  order: Partial<JobOrder> = {},
  terms: Partial<JobTerms> = {},
): { order: JobOrder; terms: JobTerms } {
  return {
    order: {
      buyer: TEST_BUYER,
      token: TEST_TOKEN,
      maxPay: 1_000_000n,
      bond: 500_000n,
      fixedPrice: 1_000n,
      price: 5_000n,
      unitKind: 0,
      exposure: 1_000_000n,
      claimBefore: 2_000_000_000,
      runTime: 200,
      window: 60,
      onSilence: 0,
      funding: 0,
      epoch: 0,
      salt: 1n,
      ...order,
    },
    terms: {
      manifestHash: `0x${"12".repeat(32)}`,
      resourceClass: shortName("cpu.v1"),
      resolver: TEST_RESOLVER,
      verdictTime: 120,
      timeoutSplit: 5_000,
      policy: zeroAddress,
      provider: zeroAddress,
      node: zeroAddress,
      offerId: zeroHash,
      exclusiveUntil: 0,
      ...terms,
    },
  };
}
