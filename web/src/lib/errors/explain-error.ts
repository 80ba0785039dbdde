import { ComputeHiveError } from "@computehive/protocol/error";
import type { Saying } from "@computehive/protocol/error-sentences/sentence";
import { isTransientRpcError } from "@computehive/sdk/rpc-errors";
import { errorTexts as texts } from "../../texts/errors.ts";
import { ApiAnswerError, ApiRefusedError, ApiUnreachableError } from "../http/api-errors.ts";
import { contractSentences, loadContractSentences } from "./contract-sentences.ts";
import { causesOf, type WalletRefusal, walletRefusalOf } from "./wallet-refusal.ts";

/** An error in plain words. */
export interface Explained {
  readonly kind: WalletRefusal | "contract" | "rpc-away" | "service-away" | "refused" | "no-coin" | "stale" | "unknown";
  /** What happened: one sentence. */
  readonly what: string;
  /** What to do: one sentence. */
  readonly advice?: string | undefined;
  /** For those who want to know exactly; may be long. */
  readonly detail?: string | undefined;
}

/**
 * Says what happened and what to do. Never throws; an error without a word of ours keeps its own first line. Contract errors
 * have their sentences once `loadContractSentences` is done; the first call begins it.
 *
 * @param say how to write amounts and times in a contract's sentence; see `useSaying`.
 */
export function explainError(error: unknown, say: Partial<Saying> = {}): Explained {
  void loadContractSentences();
  return (
    ofWallet(error) ??
    ofContract(error, say) ??
    ofService(error) ??
    ofRpc(error) ??
    ofOurs(error) ?? {
      kind: "unknown",
      ...texts.unknown,
      detail: firstLine(error),
    }
  );
}

function ofWallet(error: unknown): Explained | undefined {
  const refusal = walletRefusalOf(error);
  return refusal && { kind: refusal, ...texts.wallet[refusal], detail: firstLine(error) };
}

function ofContract(error: unknown, say: Partial<Saying>): Explained | undefined {
  const isShortOfCoin = causesOf(error).some(
    (cause) => (cause as { name?: unknown }).name === "InsufficientFundsError",
  );
  if (isShortOfCoin || /insufficient funds/i.test(firstLine(error) ?? "")) {
    return { kind: "no-coin", ...texts.noCoin, detail: firstLine(error) };
  }
  const sentence = contractSentences()?.(error, say);
  if (sentence) return { kind: "contract", what: sentence, detail: firstLine(error) };
  if (/nonce too low|replacement transaction underpriced|already known/i.test(firstLine(error) ?? "")) {
    return { kind: "stale", ...texts.staleNonce, detail: firstLine(error) };
  }
  return undefined;
}

function ofService(error: unknown): Explained | undefined {
  if (error instanceof ApiUnreachableError) {
    return { kind: "service-away", ...texts.service[error.service], detail: error.message };
  }
  if (error instanceof ApiRefusedError) {
    return { kind: "refused", what: error.shortMessage, advice: error.hint ?? error.rule, detail: error.message };
  }
  if (error instanceof ApiAnswerError) return { kind: "unknown", what: error.shortMessage, detail: error.message };
  return undefined;
}

function ofRpc(error: unknown): Explained | undefined {
  return isTransientRpcError(error) ? { kind: "rpc-away", ...texts.rpcAway, detail: firstLine(error) } : undefined;
}

function ofOurs(error: unknown): Explained | undefined {
  if (!(error instanceof ComputeHiveError)) return undefined;
  if (error.name === "CoinMissingError")
    return { kind: "no-coin", what: error.shortMessage, advice: texts.noCoin.advice };
  const away = error.name === "GatewayUnreachableError";
  return {
    kind: away ? "service-away" : "refused",
    what: error.shortMessage,
    ...(away && { advice: texts.service.gateway.advice }),
    ...(error.metaMessages.length > 0 && { detail: error.metaMessages.join("\n") }),
  };
}

function firstLine(error: unknown): string | undefined {
  const { shortMessage, details, message } = (error ?? {}) as Record<string, unknown>;
  const parts = [shortMessage ?? message, details].filter((part) => typeof part === "string" && part !== "");
  return parts.length > 0 ? [...new Set(parts)].join("\n").slice(0, 2_000) : undefined;
}
