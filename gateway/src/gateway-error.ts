import type { ApiErrorCode } from "@computehive/protocol/api/error-body";
import { ComputeHiveError } from "@computehive/protocol/error";

export interface Refusal {
  readonly code: ApiErrorCode;
  /** Path of the field that is wrong. */
  readonly field?: string;
  /** The rule it breaks. */
  readonly rule?: string;
  /** What to do. */
  readonly hint?: string;
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that the gateway refuses, in words that may leave it: everything in it is shown to the caller. */
export class GatewayError extends ComputeHiveError {
  override readonly name: string = "GatewayError";
  readonly refusal: Refusal;

  constructor(
    shortMessage: string,
    { metaMessages, cause, ...refusal }: Refusal & { metaMessages?: string[]; cause?: unknown },
  ) {
    super(shortMessage, { ...(metaMessages && { metaMessages }), cause });
    this.refusal = refusal;
  }
}
