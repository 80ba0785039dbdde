import type { ApiErrorCode, ErrorBody } from "@computehive/protocol/api/error-body";
import { ComputeHiveError } from "@computehive/protocol/error";

/** Which of our servers an error is about. */
export type Service = "indexer" | "gateway";

/** The server answered, and said no. */
export class ApiRefusedError extends ComputeHiveError {
  override readonly name = "ApiRefusedError";
  readonly service: Service;
  readonly status: number;
  readonly code: ApiErrorCode;
  /** Path of the field that is wrong, where it is one. */
  readonly field: string | undefined;
  readonly rule: string | undefined;
  readonly hint: string | undefined;

  constructor({ service, status, error }: { service: Service; status: number; error: ErrorBody["error"] | undefined }) {
    super(error?.message ?? `The ${service} answered with status ${status}.`, {
      metaMessages: [error?.field && `Field: ${error.field}`, error?.rule && `Rule:  ${error.rule}`].filter(
        (fact) => typeof fact === "string",
      ),
    });
    this.service = service;
    this.status = status;
    this.code = error?.code ?? (status >= 500 ? "unavailable" : "bad-request");
    this.field = error?.field;
    this.rule = error?.rule;
    this.hint = error?.hint;
  }
}

/** The server cannot be reached, or did not answer in time. */
export class ApiUnreachableError extends ComputeHiveError {
  override readonly name = "ApiUnreachableError";
  readonly service: Service;

  constructor({ service, url, cause }: { service: Service; url: string; cause: unknown }) {
    super(`The ${service} does not answer.`, { metaMessages: [`Address: ${url}`], cause });
    this.service = service;
  }
}

/** The answer is not one that this version understands. */
export class ApiAnswerError extends ComputeHiveError {
  override readonly name = "ApiAnswerError";
  readonly service: Service;

  constructor({ service, url, reason }: { service: Service; url: string; reason: string }) {
    super(`The ${service}'s answer cannot be read: it may be of another version than this page.`, {
      metaMessages: [`Address: ${url}`, `Reason:  ${reason}`],
    });
    this.service = service;
  }
}

/** Whether the same request may succeed later. */
export function isTransientApiError(error: unknown): boolean {
  if (error instanceof ApiUnreachableError) return true;
  return error instanceof ApiRefusedError && [429, 500, 502, 503, 504].includes(error.status);
}

/** The server knows nothing by this name. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiRefusedError && error.status === 404;
}
