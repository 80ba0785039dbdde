import { API_ERROR_STATUS, type ErrorBody } from "@computehive/protocol/api/error-body";
import { CidInvalidError, CidMismatchError } from "@computehive/protocol/cid";
import type { ComputeHiveError } from "@computehive/protocol/error";
import { ManifestInvalidError } from "@computehive/protocol/manifest";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { ZodError } from "zod";
import { GatewayError, type Refusal } from "../gateway-error.ts";
import type { GatewayEnv } from "./context.ts";

/** Answers with the one shape that every refused request has. */
export function respondWithError(c: Context<GatewayEnv>, error: unknown): Response {
  const { refusal, message } = toRefusal(error);
  for (const [name, value] of Object.entries(refusal.headers ?? {})) c.header(name, value);
  if (refusal.retryAfterSeconds !== undefined) c.header("retry-after", String(refusal.retryAfterSeconds));
  const { code, field, rule, hint } = refusal;
  const body: ErrorBody = {
    error: { code, message, ...(field && { field }), ...(rule && { rule }), ...(hint && { hint }) },
  };
  return c.json(body, API_ERROR_STATUS[code]);
}

/** Whether the fault is the gateway's, so that its operator should hear of it. */
export function isInternal(error: unknown): boolean {
  return toRefusal(error).refusal.code === "internal";
}

interface Answer {
  readonly refusal: Refusal;
  readonly message: string;
}

/** Only errors that were written for callers say more than that something went wrong. */
function toRefusal(error: unknown): Answer {
  if (error instanceof GatewayError) return { refusal: error.refusal, message: sentences(error) };
  if (error instanceof CidInvalidError) {
    return {
      refusal: { code: "bad-request", field: "cid", rule: "CIDv1, raw, sha2-256, lower-case base32" },
      message: sentences(error),
    };
  }
  if (error instanceof CidMismatchError)
    return { refusal: { code: "content-mismatch", field: "cid" }, message: sentences(error) };
  if (error instanceof ManifestInvalidError) {
    return { refusal: { code: "invalid", ...error.issues[0] }, message: sentences(error) };
  }
  if (error instanceof ZodError) return fromZod(error);
  if (error instanceof HTTPException) return fromHttp(error);
  return {
    refusal: { code: "internal", hint: "Try again; if it stays, tell the operator the request id." },
    message: "The gateway failed.",
  };
}

function sentences({ shortMessage, metaMessages }: ComputeHiveError): string {
  return [shortMessage, ...metaMessages].join(" ");
}

function fromZod(error: ZodError): Answer {
  const [issue] = error.issues;
  const field = issue?.path.map(String).join(".") ?? "";
  const rule = issue?.message ?? "";
  return {
    refusal: { code: "invalid", ...(field && { field }), rule },
    message: `${field || "The request"} breaks a rule: ${rule}.`,
  };
}

function fromHttp({ status, message }: HTTPException): Answer {
  if (status === 413) return { refusal: { code: "too-large" }, message: "The body is too large." };
  return {
    refusal: { code: "bad-request", rule: message || "a request of this route" },
    message: "The request cannot be read.",
  };
}
