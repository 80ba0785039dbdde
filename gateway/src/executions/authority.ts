import type { Clock } from "@computehive/protocol/clock";
import type { Hex } from "viem";
import type { Chain, Claim } from "../chain.ts";

/** Says which node an execution belongs to. The chain is the only source; a short memory spares it most questions. */
export interface Authority {
  /**
   * The claim as the chain has it. `remembered`, from the store, spares a search of the chain where it still holds.
   *
   * @throws ChainUnavailableError
   */
  claimOf(executionId: Hex, remembered?: Claim): Promise<Claim | undefined>;
}

export interface AuthorityOptions {
  /** An answer of this age is confirmed by the hash of its block before it is used again. */
  readonly recheckMs: number;
  /** An execution that was not found is not searched again for so long: searching costs the RPC more than asking costs a caller. */
  readonly unknownMs: number;
  readonly maxEntries: number;
}

interface Entry {
  claim: Claim | undefined;
  checkedAt: number;
}

export function createAuthority(
  options: AuthorityOptions,
  { chain, clock }: { chain: Chain; clock: Clock },
): Authority {
  const entries = new Map<Hex, Entry>();
  const asking = new Map<Hex, Promise<Claim | undefined>>();

  const isFresh = ({ claim, checkedAt }: Entry) => {
    const age = clock.now() - checkedAt;
    return age >= 0 && age < (claim ? options.recheckMs : options.unknownMs);
  };

  const ask = async (executionId: Hex, remembered: Claim | undefined): Promise<Claim | undefined> => {
    const known = entries.get(executionId)?.claim ?? remembered;
    const claim = known && (await isStillSo(chain, known)) ? known : await chain.findClaim(executionId);
    entries.delete(executionId);
    if (entries.size >= options.maxEntries) forgetOldest(entries);
    entries.set(executionId, { claim, checkedAt: clock.now() });
    return claim;
  };

  return {
    async claimOf(executionId, remembered) {
      const entry = entries.get(executionId);
      if (entry && isFresh(entry)) return entry.claim;
      const underWay = asking.get(executionId);
      if (underWay) return underWay;
      const question = ask(executionId, remembered).finally(() => asking.delete(executionId));
      asking.set(executionId, question);
      return question;
    },
  };
}

/** A reorganised chain has another block of that number, or none. */
async function isStillSo(chain: Chain, { blockNumber, blockHash }: Claim): Promise<boolean> {
  return (await chain.blockHashAt(blockNumber)) === blockHash;
}

function forgetOldest(entries: Map<Hex, Entry>): void {
  const oldest = entries.keys().next();
  if (!oldest.done) entries.delete(oldest.value);
}
