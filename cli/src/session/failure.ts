import { ComputeHiveError } from "@computehive/protocol/error";
import { GatewayRefusedError, isTransientGatewayError } from "@computehive/sdk/gateway/gateway-errors";
import { isTransientRpcError } from "@computehive/sdk/rpc-errors";
import { BaseError } from "viem";
import { ZodError } from "zod";
import type { ExitReason } from "../exit-codes.ts";
import type { FailureWords, Printer } from "../terminal/printer.ts";
import { AnswerIsNo } from "../usage-error.ts";

/** Tells the caller what went wrong, and what the exit code says of it. */
export function reportFailure(error: unknown, printer: Printer): ExitReason {
  if (error instanceof AnswerIsNo) return "no";
  const reason = reasonOf(error);
  if (reason === "cancelled") printer.note("Cancelled.");
  else printer.error({ code: codeOf(error), ...wordsOf(error), hint: HINTS[reason] });
  return reason;
}

const HINTS: Partial<Record<ExitReason, string>> = {
  unavailable: "Nothing is lost: try again when it answers.",
};

/** By name, because some of them come from another thread. */
const REASONS: Readonly<Record<string, ExitReason>> = {
  AbortError: "cancelled",
  UsageError: "usage",
  AmountInvalidError: "usage",
  ShortNameInvalidError: "usage",
  ManifestInvalidError: "usage",
  ProgramRefusedError: "usage",
  RequestError: "usage",
  ExecutionTooLongError: "usage",
  KeystoreInvalidError: "usage",
  KeystorePassphraseError: "usage",
  WalletBalanceTooLowError: "usage",
  WalletMissingError: "usage",
  GatewayMissingError: "usage",
  JuryMissingError: "usage",
  WrongChainError: "usage",
  JobUnknownError: "usage",
  NoFaucetError: "usage",
  ChannelUnknownError: "usage",
  ChannelTermsInvalidError: "usage",
  ReserveTooHighError: "usage",
  VoucherInvalidError: "usage",
  VoucherRefusedError: "usage",
  NotDeliveredError: "no",
  CallRefusedError: "refused",
  CaseMovedOnError: "refused",
  CaseStepEarlyError: "refused",
  TransactionRevertedError: "refused",
};

function reasonOf(error: unknown): ExitReason {
  const known = error instanceof Error && Object.hasOwn(REASONS, error.name) ? REASONS[error.name] : undefined;
  if (known) return known;
  if (error instanceof ZodError) return "usage";
  if (isTransientGatewayError(error) || isTransientRpcError(error)) return "unavailable";
  return error instanceof GatewayRefusedError ? "refused" : "failed";
}

function codeOf(error: unknown): string {
  return error instanceof Error ? error.name : "Error";
}

function wordsOf(error: unknown): Pick<FailureWords, "message" | "facts"> {
  if (error instanceof ComputeHiveError) return { message: error.shortMessage, facts: error.metaMessages };
  if (error instanceof ZodError) {
    return {
      message: "The input is not valid.",
      facts: error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`),
    };
  }
  if (isTransientRpcError(error))
    return { message: "The chain's RPC endpoint does not answer.", facts: rpcFacts(error) };
  if (error instanceof BaseError) return { message: error.shortMessage, facts: error.details ? [error.details] : [] };
  return { message: error instanceof Error ? error.message : String(error), facts: [] };
}

function rpcFacts(error: unknown): string[] {
  if (!(error instanceof BaseError)) return [];
  const transport = error.walk((cause) => cause instanceof BaseError && "url" in cause) as
    | (BaseError & { url?: string })
    | null;
  return [`URL:    ${transport?.url ?? "unknown"}`, `Reason: ${transport?.details || error.shortMessage}`];
}
