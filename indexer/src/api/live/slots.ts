import { RefusedError } from "../refusal.ts";

export interface SlotLimits {
  readonly most: number;
  readonly mostPerAddress: number;
}

/** Counts the live connections. @returns a function that takes a slot, or refuses, and answers how to give it back. */
export function createSlots({ most, mostPerAddress }: SlotLimits): (address: string) => () => void {
  const taken = new Map<string, number>();
  let all = 0;
  return (address) => {
    const own = taken.get(address) ?? 0;
    if (all >= most) throw full("This indexer's live connections are all in use.");
    if (own >= mostPerAddress) throw full("Your address has too many live connections.");
    all++;
    taken.set(address, own + 1);
    return () => {
      all--;
      const left = (taken.get(address) ?? 1) - 1;
      if (left === 0) taken.delete(address);
      else taken.set(address, left);
    };
  };
}

function full(message: string): RefusedError {
  return new RefusedError({ code: "unavailable", message, hint: "Ask for /v1/status every few seconds instead." });
}
