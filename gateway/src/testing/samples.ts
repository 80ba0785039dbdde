import type { ReceiptUploadJson } from "@computehive/protocol/api/execution";
import { cidFromDigest } from "@computehive/protocol/cid";
import type { Deployment } from "@computehive/protocol/contracts";
import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import { amountOf } from "@computehive/protocol/price";
import { type Receipt, receiptToJson, receiptTypedData } from "@computehive/protocol/receipt";
import { shortName } from "@computehive/protocol/short-name";
import { type Hex, keccak256, toHex, zeroAddress, zeroHash } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import type { Claim, PostedOrder } from "../chain.ts";

export const CHAIN_ID = 31_337;
const contract = (digit: string) => `0x${digit.repeat(40)}` as const;
export const MARKET = { chainId: CHAIN_ID, address: contract("3") };

export const DEPLOYMENT: Deployment = {
  chainId: CHAIN_ID,
  genesisHash: keccak256("0x00"),
  blockNumber: 1,
  contracts: {
    escrow: contract("1"),
    staking: contract("2"),
    market: MARKET.address,
    offers: contract("7"),
    receipts: contract("4"),
    receiptToken: contract("7"),
    attestations: contract("8"),
    attesterPolicies: contract("9"),
    arbiter: contract("5"),
    replicaMarket: contract("7"),
    replicaArbiter: contract("8"),
    token: contract("6"),
  },
  parameters: {
    declineTime: 10,
    minimumWindow: 10,
    livenessPenalty: 500,
    thawTime: 60,
    arbiter: contract("5"),
    arbiterFee: "0",
  },
};

export function newAccount(): PrivateKeyAccount {
  return privateKeyToAccount(generatePrivateKey());
}

export function sampleOrder({ salt }: { salt: bigint }): { order: JobOrder; terms: JobTerms } {
  const order: JobOrder = {
    buyer: "0x7777777777777777777777777777777777777777",
    token: DEPLOYMENT.contracts.token,
    maxPay: 5_000_000n,
    bond: 100_000n,
    fixedPrice: 10_000n,
    price: 2_000_000n,
    unitKind: 0,
    exposure: 5_000_000n,
    claimBefore: 2_000_000_000,
    runTime: 600,
    window: 60,
    onSilence: 0,
    funding: 0,
    epoch: 0,
    salt,
  };
  const terms: JobTerms = {
    manifestHash: keccak256(toHex(`manifest ${salt}`)),
    resourceClass: shortName("cpu.v1"),
    resolver: DEPLOYMENT.contracts.arbiter,
    verdictTime: 60,
    timeoutSplit: 5_000,
    policy: zeroAddress,
    provider: zeroAddress,
    node: zeroAddress,
    offerId: zeroHash,
    exclusiveUntil: 0,
  };
  return { order, terms };
}

const NOTHING: Hex = `0x${"0".repeat(64)}`;

/** A right receipt of a claimed job. */
export function sampleReceipt(
  { executionId, jobId, node, order, terms }: Claim & PostedOrder,
  { units = 123_456_789n } = {},
): Receipt {
  return {
    executionId,
    node,
    units,
    details: {
      contextKind: 0,
      contextId: jobId,
      buyer: order.buyer,
      sequence: 0n,
      manifestHash: terms.manifestHash,
      programHash: keccak256("0x01"),
      inputHash: keccak256("0x02"),
      outputHash: keccak256("0x03"),
      outcome: 0,
      exitCode: 0,
      unitKind: order.unitKind,
      unitSize: 10n ** 12n,
      fixedPrice: order.fixedPrice,
      price: order.price,
      amount: amountOf(order, units),
      token: order.token,
      startedAt: 1_900_000_000,
      endedAt: 1_900_000_002,
      energyMilliwattHours: 0n,
      attestationId: NOTHING,
    },
  };
}

export async function signReceipt(signer: PrivateKeyAccount, receipt: Receipt): Promise<ReceiptUploadJson> {
  return {
    receipt: receiptToJson(receipt),
    nodeSignature: await signer.signTypedData(receiptTypedData(MARKET, receipt)),
    resultCid: cidFromDigest(receipt.details.outputHash),
  };
}
