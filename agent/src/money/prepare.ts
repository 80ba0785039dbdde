import type { Clock } from "@computehive/protocol/clock";
import { withinLimit } from "@computehive/sdk/sending/fees";
import { gasLimitOf } from "@computehive/sdk/sending/gas-limit";
import type { SenderChain } from "@computehive/sdk/sending/sender-chain";
import type { Address, Hex } from "viem";
import type { Action, Ledger, TransactionRow, UnsignedTransaction } from "../ledger/ledger.ts";
import type { SenderPolicy } from "./policy.ts";

/** The key that sends, as far as the sender needs it. */
export interface TransactionSigner {
  address: Address;
  /** Deterministic: the same transaction gives the same bytes and hash. */
  signTransaction(unsigned: UnsignedTransaction): Promise<{ raw: Hex; hash: Hex }>;
}

/** The part of a ledger that transactions need. */
export type SenderLedger = Pick<Ledger, "atomically" | "transactions" | "notes">;

export interface SenderPorts {
  chain: SenderChain;
  ledger: SenderLedger;
  signer: TransactionSigner;
  clock: Clock;
  chainId: number;
  policy: SenderPolicy;
}

/** One call that is made once. */
export interface Intent {
  subject: Hex;
  action: Action;
  to: Address;
  data: Hex;
}

export type PrepareResult =
  | { kind: "recorded"; row: TransactionRow }
  /** There is one already; it is the one that counts. */
  | { kind: "exists"; row: TransactionRow }
  | { kind: "impossible"; error: string; message: string };

/**
 * Check, then record: gives `intent` its nonce and its place in the ledger, unless it has one. Nothing is signed before the record
 * is on disk, and nothing is sent before the signed bytes are. Callers must not run two of these at once.
 */
export async function prepare(intent: Intent, ports: SenderPorts, signal?: AbortSignal): Promise<PrepareResult> {
  const { chain, ledger, signer, clock, policy, chainId } = ports;
  const known = ledger.transactions.of(intent.subject, intent.action);
  const latest = known.at(-1);
  if (latest && !mayRepeat(latest, known.length, policy)) return { kind: "exists", row: latest };

  const estimate = await chain.estimate({ from: signer.address, to: intent.to, data: intent.data }, "pending", signal);
  if (estimate.kind === "impossible") return estimate;
  const fees = withinLimit(await chain.fees(signal), policy.maxFeePerGas);
  const mined = await chain.transactionCount(signer.address, signal);

  const row = ledger.atomically(() =>
    ledger.transactions.add({
      subject: intent.subject,
      action: intent.action,
      version: (latest?.version ?? 0) + 1,
      status: "recorded",
      unsigned: {
        chainId,
        nonce: nextNonce(ledger, mined),
        to: intent.to,
        data: intent.data,
        gas: gasLimitOf(estimate.gas),
        ...fees,
      },
      recordedAt: clock.now(),
    }),
  );
  return { kind: "recorded", row };
}

/** Signs what is recorded and writes the signed bytes down; they alone are ever sent. */
export async function sign(row: TransactionRow, { ledger, signer }: SenderPorts): Promise<TransactionRow> {
  const { raw, hash } = await signer.signTransaction(row.unsigned);
  const signed: TransactionRow = { ...row, status: "signed", raw, hash };
  ledger.transactions.update(signed);
  return signed;
}

/**
 * A second transaction for the same action only where the first one can no longer act: it is final and failed, or its nonce was
 * used by another one.
 */
function mayRepeat(latest: TransactionRow, versions: number, { maxVersions }: SenderPolicy): boolean {
  if (versions >= maxVersions) return false;
  return (
    (latest.status === "final" && (latest.succeeded === false || latest.void === true)) ||
    (latest.status === "lost" && latest.reason === "nonce-taken")
  );
}

function nextNonce(ledger: SenderLedger, mined: number): number {
  const open = ledger.transactions.withStatus(["recorded", "signed", "sent", "mined"]);
  return open.reduce((next, { unsigned }) => Math.max(next, unsigned.nonce + 1), mined);
}
