import { ComputeHiveError } from "@computehive/protocol/error";
import { CallRefusedError, TransactionRevertedError } from "@computehive/sdk/write";
import { GatewayUnreachableError } from "@computehive/sdk/gateway/gateway-errors";
import { isTransientRpcError } from "@computehive/sdk/rpc-errors";
import { AmountInvalidError } from "@computehive/protocol/price";
import { BaseError } from "viem";
import { ZodError } from "zod";
import type { ExitReason } from "../exit-codes.ts";
import type { Printer } from "../printer.ts";
import { AnswerIsNo, UsageError } from "../usage-error.ts";

/** Tells the caller what went wrong, and what the exit code says of it. */
export function reportFailure(error: unknown, printer: Printer): ExitReason {
  if (error instanceof AnswerIsNo) return "no";
  const reason = reasonOf(error);
  if (reason === "cancelled") {
    printer.note("Cancelled.");
    return reason;
  }
  printer.error({ code: codeOf(error), ...wordsOf(error), hint: HINTS[reason] });
  return reason;
}

const HINTS: Partial<Record<ExitReason, string>> = {
  unavailable: "Nothing is lost: try again when it answers.",
};

function reasonOf(error: unknown): ExitReason {
  if (isAbort(error)) return "cancelled";
  if (error instanceof UsageError || error instanceof ZodError || error instanceof AmountInvalidError) return "usage";
  if (error instanceof CallRefusedError || error instanceof TransactionRevertedError) return "refused";
  if (error instanceof GatewayUnreachableError || isTransientRpcError(error)) return "unavailable";
  return "failed";
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

function codeOf(error: unknown): string {
  return error instanceof Error ? error.name : "Error";
}

function wordsOf(error: unknown): { message: string; facts: readonly string[] } {
  if (error instanceof ComputeHiveError) return { message: error.shortMessage, facts: error.metaMessages };
  if (error instanceof ZodError) {
    return { message: "The input is not valid.", facts: error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) };
  }
  if (error instanceof BaseError) return { message: error.shortMessage, facts: error.details ? [error.details] : [] };
  return { message: error instanceof Error ? error.message : String(error), facts: [] };
}
