import { GatewayError } from "../gateway-error.ts";

/**
 * The chunks of a request's body.
 *
 * @throws BodyStalledError where the sender sends nothing for `stallMs`, BodyBrokenError where it goes away.
 */
export async function* withStallTimeout(
  body: ReadableStream<Uint8Array> | null,
  { stallMs }: { stallMs: number },
): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await within(stallMs, reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function within<Result>(stallMs: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const stall = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new BodyStalledError({ stallMs })), stallMs);
  });
  try {
    return await Promise.race([work, stall]);
  } catch (cause) {
    throw cause instanceof BodyStalledError ? cause : new BodyBrokenError({ cause });
  } finally {
    clearTimeout(timer);
  }
}

export class BodyStalledError extends GatewayError {
  override readonly name = "BodyStalledError";
  constructor({ stallMs }: { stallMs: number }) {
    super(`Nothing more of the body came for ${stallMs / 1000} s.`, { code: "bad-request", hint: "Send it again." });
  }
}

export class BodyBrokenError extends GatewayError {
  override readonly name = "BodyBrokenError";
  constructor({ cause }: { cause: unknown }) {
    super("The body ended before its time.", { code: "bad-request", hint: "Send it again.", cause });
  }
}
