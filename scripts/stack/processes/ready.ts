import { ComputeHiveError } from "@computehive/protocol/error";
import { wait } from "@computehive/sdk/retry";
import { lastLines } from "./last-lines.ts";
import type { Exit, Supervised } from "./supervise.ts";

const POLL_MS = 100;
const REQUEST_MS = 5_000;

export interface ReadyOptions<Page> {
  readonly url: string;
  /** What is still missing by the page, as a sentence; nothing when the process is ready. */
  readonly missing: (page: Page) => string | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Asks a process for its health page until it is ready. @throws NotReadyError where it ends or takes too long. */
export async function untilReady<Page>(
  supervised: Supervised,
  { url, missing, timeoutMs, signal }: ReadyOptions<Page>,
): Promise<Page> {
  const deadline = performance.now() + timeoutMs;
  let exit: Exit | undefined;
  void supervised.crashed().then((found) => (exit = found));
  let reason = "It does not answer.";
  for (;;) {
    signal.throwIfAborted();
    const page = await ask<Page>(url);
    if (exit) throw new NotReadyError({ supervised, reason: `It ended (${describeExit(exit)}).` });
    if (page) {
      const lacking = missing(page);
      if (lacking === undefined) return page;
      reason = lacking;
    }
    if (performance.now() > deadline)
      throw new NotReadyError({ supervised, reason: `${reason} (after ${timeoutMs / 1000} s, at ${url})` });
    await wait(POLL_MS, signal);
  }
}

/** A page that says "not well" is an answer too. */
async function ask<Page>(url: string): Promise<Page | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(REQUEST_MS) });
    return (await response.json()) as Page;
  } catch {
    return undefined;
  }
}

export function describeExit({ code, signal }: Exit): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}

export class NotReadyError extends ComputeHiveError {
  override readonly name = "NotReadyError";
  constructor({ supervised, reason }: { supervised: Supervised; reason: string }) {
    super(`${supervised.name} did not start. ${reason}`, {
      metaMessages: [`Its log: ${supervised.log}`, ...lastLines(supervised.log, 5).map((line) => `  ${line}`)],
    });
  }
}
