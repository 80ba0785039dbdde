import { type ApiErrorCode, errorBodySchema } from "@computehive/protocol/api/error-body";
import { ComputeHiveError } from "@computehive/protocol/error";

/** The gateway answered, and said no. */
export class GatewayRefusedError extends ComputeHiveError {
  override readonly name = "GatewayRefusedError";
  readonly status: number;
  readonly code: ApiErrorCode;
  /** Milliseconds that the gateway asks to wait before another try. */
  readonly retryAfter: number | undefined;
  readonly headers: Headers;

  constructor({ status, code, message, facts, retryAfter, headers }: GatewayRefusal) {
    super(message, { metaMessages: facts });
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
    this.headers = headers;
  }
}

interface GatewayRefusal {
  status: number;
  code: ApiErrorCode;
  message: string;
  facts: string[];
  retryAfter: number | undefined;
  headers: Headers;
}

/** The gateway cannot be reached, or did not answer in time. */
export class GatewayUnreachableError extends ComputeHiveError {
  override readonly name = "GatewayUnreachableError";
  constructor({ url, cause }: { url: string; cause: unknown }) {
    super("The gateway does not answer.", { metaMessages: [`URL:    ${url}`, `Reason: ${reasonOf(cause)}`], cause });
  }
}

/** The answer is not one that this version understands. */
export class GatewayAnswerError extends ComputeHiveError {
  override readonly name = "GatewayAnswerError";
  constructor({ url, reason, cause }: { url: string; reason: string; cause?: unknown }) {
    super("The gateway's answer cannot be read.", { metaMessages: [`URL:    ${url}`, `Reason: ${reason}`], cause });
  }
}

/** Whether the same request may succeed later. */
export function isTransientGatewayError(error: unknown): boolean {
  if (error instanceof GatewayUnreachableError) return true;
  return error instanceof GatewayRefusedError && [429, 500, 502, 503, 504].includes(error.status);
}

const LONGEST_ERROR_BODY = 64 * 1024;

/** Reads a refusal; a proxy's own error page becomes one as well. */
export async function refusalOf(response: Response): Promise<GatewayRefusedError> {
  const text = (await response.text().catch(() => "")).slice(0, LONGEST_ERROR_BODY);
  const parsed = errorBodySchema.safeParse(parseJson(text));
  const { status, headers } = response;
  const common = { status, headers, retryAfter: retryAfterOf(headers) };
  if (!parsed.success) {
    const code = status >= 500 ? "unavailable" : "bad-request";
    return new GatewayRefusedError({
      ...common,
      code,
      message: `The gateway answered with status ${status}.`,
      facts: [],
    });
  }
  const { code, message, field, rule, hint } = parsed.data.error;
  const facts = [field && `Field: ${field}`, rule && `Rule:  ${rule}`, hint && `Hint:  ${hint}`];
  return new GatewayRefusedError({ ...common, code, message, facts: facts.filter((fact) => typeof fact === "string") });
}

function retryAfterOf(headers: Headers): number | undefined {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? `${cause.message}: ${cause.cause.message}` : cause.message;
}
