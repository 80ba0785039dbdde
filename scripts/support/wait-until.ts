import { setTimeout as wait } from "node:timers/promises";

const POLL_MS = 20;

/** Waits until `condition` holds; throws when it still does not after `timeoutMs`. For tests and for starting processes. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  { timeoutMs = 30_000, what = "The condition" }: { timeoutMs?: number; what?: string } = {},
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`${what} did not become true within ${timeoutMs} ms.`);
    await wait(POLL_MS);
  }
}
