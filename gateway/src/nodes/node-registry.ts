import type { Clock } from "@computehive/protocol/clock";
import type { Address } from "viem";
import type { Chain } from "../chain.ts";

/** Whose nodes are whose, as the staking contract says; remembered for a while. */
export interface NodeRegistry {
  /** @throws ChainUnavailableError where neither the chain nor a recent answer says it. */
  providerOf(node: Address): Promise<Address | undefined>;
}

const MAX_ENTRIES = 10_000;

export function createNodeRegistry({
  chain,
  clock,
  rememberMs,
}: {
  chain: Chain;
  clock: Clock;
  rememberMs: number;
}): NodeRegistry {
  const known = new Map<Address, { provider: Address; askedAt: number }>();

  return {
    async providerOf(node) {
      const entry = known.get(node);
      const age = clock.now() - (entry?.askedAt ?? 0);
      if (entry && age >= 0 && age < rememberMs) return entry.provider;

      const provider = await chain.providerOf(node);
      known.delete(node);
      // A node that is not registered is asked for again each time: it may be registered in the next block.
      if (!provider) return undefined;
      const oldest = known.keys().next();
      if (known.size >= MAX_ENTRIES && !oldest.done) known.delete(oldest.value);
      known.set(node, { provider, askedAt: clock.now() });
      return provider;
    },
  };
}
