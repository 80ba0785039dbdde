import { jobMarketAbi } from "@computehive/protocol/contracts";
import { type Receipt, receiptHashOf, receiptTypedData } from "@computehive/protocol/receipt";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { decodeJobLogs } from "@computehive/sdk/jobs/job-events";
import { decodeFunctionData, type Hex, isAddressEqual, recoverTypedDataAddress, type Transaction } from "viem";
import type { AttemptRecord, JobRecord } from "../jobs/job-record.ts";
import { type Check, checkOf } from "./check.ts";

interface Subject {
  readonly job: JobRecord;
  readonly attempt: AttemptRecord;
  readonly receipt: Receipt;
}

/** The buyer agreed to a co-signed receipt: by its own transaction, or by its signature in somebody else's. */
export async function checkCosignature(hive: HiveClient, { job, receipt }: Subject): Promise<Check> {
  const { settlement, order } = job;
  if (settlement?.kind !== "co-signed") return checkOf("cosignature", "not-needed");
  const transaction = await hive.publicClient.getTransaction({ hash: settlement.settled.transaction });
  if (isAddressEqual(transaction.from, order.buyer)) {
    return checkOf("cosignature", "passed", [
      `sender of the settling transaction: ${transaction.from}`,
      `transaction: ${transaction.hash}`,
    ]);
  }
  const signature = buyerSignatureIn(transaction);
  if (!signature) {
    return checkOf("cosignature", "impossible", [
      "The receipt was settled through another contract. The market checked the buyer's signature; it does not stand in the transaction itself.",
      `transaction: ${transaction.hash}`,
    ]);
  }
  const signer = await recoverTypedDataAddress({ ...receiptTypedData(hive.marketDomain, receipt), signature }).catch(
    () => undefined,
  );
  const isRight = signer !== undefined && isAddressEqual(signer, order.buyer);
  const found = isRight ? `signer: ${signer}` : `signer: expected ${order.buyer}, found ${signer ?? "nobody"}`;
  return checkOf("cosignature", isRight ? "passed" : "failed", [found, `signature: ${signature}`]);
}

function buyerSignatureIn({ input }: Transaction): Hex | undefined {
  try {
    const call = decodeFunctionData({ abi: jobMarketAbi, data: input });
    if (call.functionName !== "settleCosigned") return undefined;
    const signature = call.args[5];
    return signature === "0x" ? undefined : signature;
  } catch {
    return undefined;
  }
}

/** The event with the receipt's hash stands in a block that is part of the chain as this RPC has it. */
export async function checkCanonical({ publicClient, marketDomain, deployment }: HiveClient, subject: Subject) {
  const { job, attempt, receipt } = subject;
  const place = (attempt.isSettled && job.settlement?.settled) || attempt.submission?.submitted;
  if (!place) return checkOf("canonical", "impossible", ["No receipt of this execution is on the chain."]);
  const [mined, head] = await Promise.all([
    publicClient.getTransactionReceipt({ hash: place.transaction }),
    publicClient.getBlockNumber({ cacheTime: 0 }),
  ]);
  const block = await publicClient.getBlock({ blockNumber: mined.blockNumber });
  const hash = receiptHashOf(marketDomain, receipt);
  const own = mined.logs.filter(({ address }) => isAddressEqual(address, deployment.contracts.market));
  const isThere = decodeJobLogs(own).some(({ args }) => "receiptHash" in args && args.receiptHash === hash);
  const comparisons = [
    compare("block hash", block.hash, mined.blockHash),
    compare("transaction status", "success", mined.status),
    compare("event of the market with this receipt's hash", "true", String(isThere)),
  ];
  const passed = comparisons.every(({ isEqual }) => isEqual);
  return checkOf("canonical", passed ? "passed" : "failed", [
    ...comparisons.map(({ text }) => text),
    `transaction: ${place.transaction}`,
    `block: ${mined.blockNumber}, ${head - mined.blockNumber} blocks ago`,
  ]);
}

function compare(what: string, expected: string, found: string): { isEqual: boolean; text: string } {
  const isEqual = expected === found;
  return { isEqual, text: isEqual ? `${what}: ${found}` : `${what}: expected ${expected}, found ${found}` };
}
