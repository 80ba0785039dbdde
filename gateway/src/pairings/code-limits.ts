import type { Clock } from "@computehive/protocol/clock";
import { createRateLimiter, type RateVerdict } from "../access/token-bucket.ts";

/** Bounds how often codes are tried. */
export interface CodeLimits {
  take(who: { account: string; address: string }): RateVerdict;
}

/*
 * There are 30^8 = 6.6 * 10^11 codes. With the 1,000 pairings that may wait at once, one guess is right with a chance of
 * 1.5 * 10^-9. All guessers together get one guess a second: somebody who keeps at it, with as many accounts and addresses as they
 * like, and while 1,000 pairings wait all the time, is right once in 21 years. One account alone gets 15 guesses in the ten
 * minutes of a code: 2.3 * 10^-8 at the most. And a right guess only lets them ask: the agent says who it is that asks.
 */
const PER_ACCOUNT = { burst: 5, perSecond: 1 / 60 };
const PER_ADDRESS = { burst: 20, perSecond: 1 / 10 };
const TOGETHER = { burst: 60, perSecond: 1 };

export function createCodeLimits({ clock }: { clock: Clock }): CodeLimits {
  const accounts = createRateLimiter(PER_ACCOUNT, { clock });
  const addresses = createRateLimiter(PER_ADDRESS, { clock });
  const together = createRateLimiter(TOGETHER, { clock, maxKeys: 1 });
  return {
    take({ account, address }) {
      const own = [accounts.take(account), addresses.take(address)].find(({ kind }) => kind === "limited");
      // Whoever is over their own limit does not use up what is left for the others.
      return own ?? together.take("all");
    },
  };
}
