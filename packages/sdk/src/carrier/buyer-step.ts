import { withdrawalTypedData } from "@computehive/protocol/account-statement";
import type { Statement } from "@computehive/protocol/api/statement";
import { escrowAbi } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { type Execution, jobIdOf, termsHashOf } from "@computehive/protocol/order";
import { amountOf } from "@computehive/protocol/price";
import { type Receipt, receiptHashOf, receiptTypedData, type Work } from "@computehive/protocol/receipt";
import type { Address, Hex } from "viem";
import { accountRequests } from "../account/account-requests.ts";
import type { ContractRequest } from "../contract-request.ts";
import { accountOf, addressOf, type HiveClient } from "../hive-client.ts";
import { assertUndisputed } from "../jobs/assert-undisputed.ts";
import type { JobOffering } from "../jobs/job-actions.ts";
import { jobRequests } from "../jobs/job-requests.ts";
import { signCancellation, signDispute } from "../jobs/signed-job.ts";
import { statementRequest } from "./statement-request.ts";

interface Running extends JobOffering {
  readonly execution: Execution;
}

interface Submitted extends Running {
  readonly work: Work;
}

/** What a buyer does after the order: by its own transaction, or by a statement that somebody else carries. */
export type BuyerStep =
  | ({ readonly kind: "cancel" } & JobOffering)
  | ({ readonly kind: "lapse" } & JobOffering)
  | ({ readonly kind: "expire" } & Running)
  | ({ readonly kind: "dispute"; readonly executionId: Hex; readonly complaint: "wrong" | "not-delivered" } & Running)
  | ({ readonly kind: "settle-silent" | "resolve-by-timeout" } & Submitted)
  /** The whole receipt, as a gateway says it, is what the buyer signs; its own call needs none. */
  | ({ readonly kind: "accept"; readonly receipt: Receipt | undefined } & Submitted)
  | Withdrawing;

/** Amounts in the token's smallest unit. */
interface Withdrawing {
  readonly kind: "withdraw";
  readonly amount: bigint;
  readonly to: Address;
  /** What carrying it may cost at most, beside the amount: what its owner agreed to. */
  readonly maxFee: bigint;
}

/** The step as a call of the buyer itself. @throws JobDisputedError for an acceptance during a dispute. */
export function stepRequest({ deployment }: HiveClient, step: BuyerStep): ContractRequest {
  if (step.kind === "withdraw") return accountRequests.withdraw(deployment, step);
  const ending = { ...step, termsHash: termsHashOf(step.terms) };
  switch (ending.kind) {
    case "cancel":
      return jobRequests.cancel(deployment, ending);
    case "accept":
      assertUndisputed(ending);
      return jobRequests.settleCosigned(deployment, { ...ending, nodeSignature: "0x", buyerSignature: "0x" });
    case "dispute":
      return jobRequests.dispute(deployment, ending);
    default:
      // Due by time: the same call for everybody.
      return statementRequest(deployment, ending);
  }
}

/** How long a withdrawal may be carried. Seconds. */
const WITHDRAWAL_VALIDITY = 900n;

/**
 * The step as a statement of the client's account. What is due by time needs no signature; everything else asks the wallet for one.
 *
 * @param fee of a withdrawal, for whoever carries it, beside the amount. The carrier names it, so it is not taken on its word.
 * @throws JobDisputedError for an acceptance during a dispute.
 * @throws ReceiptMissingError for an acceptance without the very receipt that the market holds.
 * @throws AmountMisstatedError where the wallet would show another amount than the acceptance costs.
 * @throws CarrierFeeError where the fee is more than the withdrawal allows.
 */
export async function signStep(client: HiveClient, step: BuyerStep, { fee }: { fee: bigint }): Promise<Statement> {
  switch (step.kind) {
    case "cancel": {
      const { kind, order, terms } = step;
      return {
        kind,
        order,
        terms,
        signature: await signCancellation(client, jobIdOf(client.marketDomain, order, terms)),
      };
    }
    case "dispute": {
      const { kind, order, terms, execution, executionId, complaint } = step;
      const { receiptHash } = execution;
      const signature = await signDispute(client, { executionId, receiptHash, complaint });
      return { kind, order, terms, execution, complaint, signature };
    }
    case "accept": {
      const { kind, order, terms, execution, work, receipt } = step;
      assertUndisputed(step);
      // Each word counts: whoever has a signature of more units, or of another execution, is paid by it.
      if (!receipt || receiptHashOf(client.marketDomain, receipt) !== execution.receiptHash) {
        throw new ReceiptMissingError();
      }
      const due = amountOf(order, receipt.units);
      if (receipt.details.amount !== due) throw new AmountMisstatedError({ stated: receipt.details.amount, due });
      const typedData = receiptTypedData(client.marketDomain, receipt);
      const signature = await client.walletClient!.signTypedData({ account: accountOf(client), ...typedData });
      return { kind, order, terms, execution, work, nodeSignature: "0x", signature };
    }
    case "withdraw":
      return signWithdrawal(client, step, fee);
    case "lapse": {
      const { kind, order, terms } = step;
      return { kind, order, terms };
    }
    case "expire": {
      const { kind, order, terms, execution } = step;
      return { kind, order, terms, execution };
    }
    default: {
      const { kind, order, terms, execution, work } = step;
      return { kind, order, terms, execution, work };
    }
  }
}

async function signWithdrawal(
  client: HiveClient,
  { amount, to, maxFee }: Withdrawing,
  fee: bigint,
): Promise<Statement> {
  if (fee > maxFee) throw new CarrierFeeError({ fee, maxFee });
  const { publicClient, deployment } = client;
  const { escrow, token } = deployment.contracts;
  const owner = addressOf(client);
  const [{ nonce }, { timestamp }] = await Promise.all([
    publicClient.readContract({ address: escrow, abi: escrowAbi, functionName: "accountOf", args: [owner, token] }),
    publicClient.getBlock(),
  ]);
  const deadline = Number(timestamp + WITHDRAWAL_VALIDITY);
  const withdrawal = { owner, token, to, amount, fee, nonce, deadline };
  const typedData = withdrawalTypedData({ chainId: deployment.chainId, address: escrow }, withdrawal);
  const signature = await client.walletClient!.signTypedData({ account: accountOf(client), ...typedData });
  return { kind: "withdraw", withdrawal, signature };
}

export class ReceiptMissingError extends ComputeHiveError {
  override readonly name = "ReceiptMissingError";
  constructor() {
    super(
      "The receipt that the node submitted is not to be had, so it cannot be signed. Silence settles the job as its order says.",
    );
  }
}

/** The market pays what the units come to; the amount in a receipt is its node's word alone. */
export class AmountMisstatedError extends ComputeHiveError {
  override readonly name = "AmountMisstatedError";
  constructor({ stated, due }: { stated: bigint; due: bigint }) {
    super(
      "The receipt states another amount than its units come to. Nothing was signed: dispute it, or accept it by your own call.",
      {
        metaMessages: [`Stated: ${stated} (smallest units)`, `Due:    ${due}`],
      },
    );
  }
}

export class CarrierFeeError extends ComputeHiveError {
  override readonly name = "CarrierFeeError";
  constructor({ fee, maxFee }: { fee: bigint; maxFee: bigint }) {
    super("The gateway takes more for this withdrawal than was agreed. Nothing was signed: look at its fee again.", {
      metaMessages: [`Fee:    ${fee} (smallest units)`, `Agreed: ${maxFee}`],
    });
  }
}
