import type { Context } from "hono";
import type { z } from "zod";
import { GatewayError } from "../gateway-error.ts";
import { withStallTimeout } from "./body-stream.ts";

export interface BodyLimits {
  readonly maxBytes: number;
  /** Longest time without a byte. */
  readonly stallMs: number;
}

/**
 * The JSON body of a request, within its limits.
 *
 * @throws MediaTypeError, BodyTooLargeError, BodyNotJsonError, BodyStalledError
 */
export async function readJson(c: Context, limits: BodyLimits): Promise<unknown> {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header("content-type") ?? "")) throw new MediaTypeError();
  const bytes = await readBytes(c, limits);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new BodyNotJsonError({ cause });
  }
}

/** The same, checked. @throws ZodError naming the field and the rule it breaks. */
export async function readBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
  limits: BodyLimits,
): Promise<z.output<Schema>> {
  return schema.parse(await readJson(c, limits));
}

async function readBytes(c: Context, { maxBytes, stallMs }: BodyLimits): Promise<Uint8Array> {
  if (Number(c.req.header("content-length") ?? 0) > maxBytes) throw new BodyTooLargeError({ maxBytes });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of withStallTimeout(c.req.raw.body, { stallMs })) {
    size += chunk.length;
    if (size > maxBytes) throw new BodyTooLargeError({ maxBytes });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export class BodyTooLargeError extends GatewayError {
  override readonly name = "BodyTooLargeError";
  constructor({ maxBytes }: { maxBytes: number }) {
    super(`The body may have at most ${maxBytes} bytes.`, { code: "too-large", rule: `at most ${maxBytes} bytes` });
  }
}

export class BodyNotJsonError extends GatewayError {
  override readonly name = "BodyNotJsonError";
  constructor({ cause }: { cause: unknown }) {
    super("The body is not JSON in UTF-8.", { code: "bad-request", rule: "JSON in UTF-8", cause });
  }
}

export class MediaTypeError extends GatewayError {
  override readonly name = "MediaTypeError";
  constructor() {
    super("The body must be JSON.", { code: "unsupported-media", field: "content-type", rule: "application/json" });
  }
}
