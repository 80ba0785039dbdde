import type { Pairing, PairingOpen, PairingState } from "@computehive/protocol/api/pairing";
import type { Address, Hex } from "viem";

/** Agents that ask to be paired. Each method is one transaction. Times in Unix seconds; accounts with checksum. */
export interface PairingRows {
  /** Gives up what else the node has open. */
  open(row: PairingRow, limits: { now: number; maxOpen: number }): Promise<"opened" | "code-taken" | "too-many">;
  /** Gives the pairing of an open code to `provider`; to the same one again as often as it asks. */
  claim(question: { code: string; provider: Address; now: number }): Promise<PairingRow | undefined>;
  find(id: string): Promise<PairingRow | undefined>;
  /** Applies `change` if the pairing lives and `rule` allows it; a rule sees the newest state. */
  change(id: string, rule: (row: PairingRow) => PairingChange | undefined): Promise<PairingRow | undefined>;
  /** Forgets up to `limit` that ended by `before`. */
  expire(before: number, limit: number): Promise<number>;
}

export interface PairingRow {
  readonly id: string;
  readonly node: Address;
  readonly code: string;
  /** As written: a pairing whose time is over has expired whatever this says. */
  readonly state: Exclude<PairingState, "expired">;
  readonly opening: PairingOpen;
  readonly expiresAt: number;
  readonly provider?: Address | undefined;
  readonly profile?: Pairing["profile"] | undefined;
  readonly nodeSignature?: Hex | undefined;
  readonly reason?: string | undefined;
}

export type PairingChange = Partial<Pick<PairingRow, "state" | "profile" | "nodeSignature" | "reason" | "expiresAt">>;

const WAITING: readonly PairingState[] = ["open", "claimed", "confirmed"];

/** What the pairing is at `now`. */
export function stateAt({ state, expiresAt }: PairingRow, now: number): PairingState {
  return WAITING.includes(state) && expiresAt <= now ? "expired" : state;
}
