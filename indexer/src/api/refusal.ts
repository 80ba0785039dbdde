import { API_ERROR_STATUS, type ApiErrorCode, type ErrorBody } from "@computehive/protocol/api/error-body";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { Context } from "hono";
import type { ZodError, z } from "zod";

/** A request that is refused, in the words of the API's error body. */
export class RefusedError extends ComputeHiveError {
  override readonly name = "RefusedError";
  readonly body: ErrorBody;
  constructor(error: ErrorBody["error"]) {
    super(error.message);
    this.body = { error };
  }
}

export function notFound(what: string): RefusedError {
  return new RefusedError({
    code: "not-found",
    message: `The chain has no ${what} of this name, or the indexer has not read that far.`,
    hint: "Compare the block of /v1/status with the one you expect it in.",
  });
}

/** @throws RefusedError that names the field and its rule. */
export function parsed<schema extends z.ZodType>(schema: schema, given: unknown, field?: string): z.output<schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw refusalOf(result.error, field);
}

function refusalOf({ issues }: ZodError, field: string | undefined): RefusedError {
  const [issue] = issues;
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const name = field ?? unknown ?? (issue?.path.map(String).join(".") || "query");
  const rule = unknown ? "is no parameter of this route" : (issue?.message ?? "is not understood");
  return new RefusedError({ code: "invalid", message: `${name} breaks a rule: ${rule}.`, field: name, rule });
}

export function respondWithRefusal(error: unknown, c: Context): Response {
  const { body } = error instanceof RefusedError ? error : INTERNAL;
  const { code } = body.error as { code: ApiErrorCode };
  if (code === "unavailable") c.header("retry-after", "2");
  return c.json(body, API_ERROR_STATUS[code]);
}

const INTERNAL = new RefusedError({
  code: "internal",
  message: "The indexer failed.",
  hint: "Try again; its log says more.",
});
