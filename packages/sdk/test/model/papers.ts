import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import { CONTEXT_JOB, type Receipt } from "@computehive/protocol/receipt";
import { shortName } from "@computehive/protocol/short-name";
import { type Address, type Hex, zeroAddress, zeroHash } from "viem";
import type { Cast } from "./calls.ts";
import type { Order } from "./world.ts";

/** The order as the contract takes it. What the model does not speak of is the same for all. */
export function chainOrderOf(
  { deployment, accounts }: Cast,
  wanted: Order,
): { readonly order: JobOrder; readonly terms: JobTerms } {
  const { buyer, silencePays, verdictTime, timeoutSplit, node, provider, exclusiveUntil, salt, ...money } = wanted;
  return {
    order: {
      ...money,
      buyer: accounts[buyer].address,
      token: deployment.contracts.token,
      onSilence: silencePays ? 0 : 1,
      funding: 0,
      salt: BigInt(salt),
    },
    terms: {
      manifestHash: `0x${"11".repeat(32)}`,
      resourceClass: shortName("cpu.v1"),
      resolver: accounts.resolver.address,
      verdictTime,
      timeoutSplit,
      policy: zeroAddress,
      provider: provider ? accounts[provider].address : zeroAddress,
      node: node ? accounts[node].address : zeroAddress,
      offerId: zeroHash,
      exclusiveUntil,
    },
  };
}

/** The market pays by the units; what else a receipt says is for others to check. */
export function receiptOf({ executionId, node, units }: { executionId: Hex; node: Address; units: bigint }): Receipt {
  return {
    executionId,
    node,
    units,
    details: {
      contextKind: CONTEXT_JOB,
      contextId: zeroHash,
      buyer: zeroAddress,
      sequence: 0n,
      manifestHash: zeroHash,
      programHash: zeroHash,
      inputHash: zeroHash,
      outputHash: zeroHash,
      outcome: 0,
      exitCode: 0,
      unitKind: 0,
      unitSize: 0n,
      fixedPrice: 0n,
      price: 0n,
      amount: 0n,
      token: zeroAddress,
      startedAt: 0,
      endedAt: 0,
      energyMilliwattHours: 0n,
      attestationId: zeroHash,
    },
  };
}
