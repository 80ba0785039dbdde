import type { Keepsake } from "../src/launcher-messages.ts";
import type { Chain } from "./chain.ts";

/**
 * Why kept tables are not of this chain any more, as a sentence; nothing where they are. A block's hash covers every block
 * before it, so one that is still there vouches for all that is older.
 */
export async function whyForeign(
  { blocks, finalizedBlock }: Pick<Keepsake, "blocks" | "finalizedBlock">,
  chain: Chain,
): Promise<string | undefined> {
  const head = await chain.head();
  if (finalizedBlock > head) {
    return `The chain has gone back to block ${head}; what is kept counts block ${finalizedBlock} as final.`;
  }
  for (const { number, hash } of blocks) {
    const now = await chain.hashOf(number);
    if (now !== hash) return `Block ${number} was ${hash}; the chain now says ${now ?? "that there is none"}.`;
  }
  return undefined;
}
