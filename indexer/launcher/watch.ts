import { setTimeout as wait } from "node:timers/promises";
import { KEEPSAKE_PATH, type Keepsake, keepsakeSchema } from "../src/launcher-messages.ts";
import type { Chain } from "./chain.ts";
import { whyForeign } from "./kept.ts";

const PAUSE_MS = 5_000;
const REQUEST_MS = 2_000;

/** What the running Ponder would be known by after a stop. @throws where it does not answer. */
export async function askKeepsake(port: number): Promise<Keepsake> {
  const response = await fetch(`http://127.0.0.1:${port}${KEEPSAKE_PATH}`, { signal: AbortSignal.timeout(REQUEST_MS) });
  if (!response.ok) throw new Error(`Ponder answered ${response.status}.`);
  return keepsakeSchema.parse(await response.json());
}

/**
 * Compares what counts as final with the chain while Ponder runs: Ponder itself never does. Resolves with the reason, as a
 * sentence, when the chain is another one, twice in a row; never where the signal ends it before.
 */
export async function untilForeign(port: () => number | undefined, chain: Chain, signal: AbortSignal): Promise<string> {
  let before: string | undefined;
  for (;;) {
    await wait(PAUSE_MS, undefined, { signal });
    const now = await lookOnce(port(), chain);
    if (now !== undefined && before !== undefined) return now;
    before = now;
  }
}

/** Whoever does not answer now is asked again later. */
async function lookOnce(port: number | undefined, chain: Chain): Promise<string | undefined> {
  if (port === undefined) return undefined;
  return askKeepsake(port)
    .then((keepsake) => whyForeign(keepsake, chain))
    .catch(() => undefined);
}
