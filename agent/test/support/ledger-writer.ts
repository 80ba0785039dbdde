// Writes to a ledger as fast as it can and says on its standard output what is durable, until it is killed.
import { createHash } from "node:crypto";
import { writeSync } from "node:fs";
import type { Receipt } from "@computehive/protocol/receipt";
import type { Hex } from "viem";
import { openLedger } from "../../src/adapters/sqlite/open-ledger.ts";
import { ReceiptConflictError, signReceipt } from "../../src/money/receipts.ts";

const [folder, run] = process.argv.slice(2) as [string, string];
const ledger = openLedger(folder);
const say = (...words: (string | number)[]) => writeSync(1, `${words.join(" ")}\n`);
const id = (number: number): Hex => `0x${number.toString(16).padStart(64, "0")}`;
const digestOf = (receipt: Receipt) =>
  `0x${createHash("sha256").update(`${receipt.executionId}${receipt.units}`).digest("hex")}` as Hex;
const signer = {
  digestOf,
  async signReceipt(receipt: Receipt): Promise<Hex> {
    const signature = digestOf(receipt);
    // What leaves the process counts, whether or not it is written down afterwards.
    say("signed", receipt.executionId, signature);
    return signature;
  },
};

for (let number = ledger.receipts.all().length; ; number++) {
  // The last receipt of the run before: another statement for it must never be signed.
  await sign(Math.max(0, number - 1), BigInt(run) + 1_000n);
  await sign(number, BigInt(run));
  const row = ledger.transactions.add({
    subject: id(number),
    action: "submit",
    version: ledger.transactions.of(id(number), "submit").length + 1,
    status: "recorded",
    unsigned: {
      chainId: 1,
      nonce: number,
      to: id(0).slice(0, 42) as Hex,
      data: "0x",
      gas: 1n,
      maxFeePerGas: 1n,
      maxPriorityFeePerGas: 1n,
    },
    recordedAt: number,
  });
  say("recorded", row.id, number);
}

async function sign(number: number, units: bigint): Promise<void> {
  const receipt = {
    executionId: id(number),
    node: id(0).slice(0, 42) as Hex,
    units,
    details: { sequence: 0n } as Receipt["details"],
  };
  try {
    const { signature } = await signReceipt(receipt, { ledger, signer });
    say("durable", receipt.executionId, signature);
  } catch (error) {
    if (!(error instanceof ReceiptConflictError)) throw error;
    say("conflict", receipt.executionId);
  }
}
