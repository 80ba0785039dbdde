import type { Clock } from "@computehive/protocol/clock";
import { type Address, hexToNumber, keccak256, slice, toHex } from "viem";

/** Jurors who send the same step at once burn gas: each waits a moment of its own, and mostly finds it done. */
export interface Turns {
  /** Whether it is this juror's turn for a step that it has seen due, by this name, since it asked first. */
  isMine(name: string): boolean;
  /** Steps that nobody asked for since the last call are forgotten. */
  sweep(): void;
}

export function createTurns(account: Address, clock: Clock, longestMs: number): Turns {
  let firstSeen = new Map<string, number>();
  let asked = new Map<string, number>();
  return {
    isMine(name) {
      const seen = firstSeen.get(name) ?? clock.now();
      firstSeen.set(name, seen);
      asked.set(name, seen);
      return clock.now() - seen >= partOf(`${account.toLowerCase()} ${name}`) * longestMs;
    },
    sweep() {
      [firstSeen, asked] = [asked, new Map()];
    },
  };
}

/** 0 to 1, the same for the same text. */
function partOf(text: string): number {
  return hexToNumber(slice(keccak256(toHex(text)), 0, 4)) / 0xffff_ffff;
}
