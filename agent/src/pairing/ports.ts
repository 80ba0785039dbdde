import type { Pairing, PairingAnswer, PairingContent, PairingOpened } from "@computehive/protocol/api/pairing";
import type { Clock } from "@computehive/protocol/clock";
import type { NodeProfile } from "@computehive/protocol/node-profile";
import type { Address, Hex } from "viem";

/** The gateway as a pairing needs it; every call may throw PairingFault. */
export interface PairingGateway {
  open(content: PairingContent, signal: AbortSignal): Promise<PairingOpened>;
  /** Nothing where the gateway no longer knows it. */
  look(id: string, signal: AbortSignal): Promise<Pairing | undefined>;
  answer(id: string, answer: PairingAnswer, signal: AbortSignal): Promise<void>;
  cancel(id: string, signal: AbortSignal): Promise<void>;
}

/** Who owns the node by the chain; nothing for one that nobody registered. May throw where the chain does not answer. */
export type ReadProvider = () => Promise<Address | undefined>;

export type Verdict = { readonly accept: true } | { readonly accept: false; readonly reason: string };

/** Whether this node is to belong to who asks. */
export type Decide = (profile: NodeProfile, signal: AbortSignal) => Promise<Verdict>;

/** What the person at the machine is told. */
export type PairingNews =
  | { readonly kind: "code"; readonly code: string; readonly fingerprint: string; readonly expiresAt: number }
  | { readonly kind: "claimed"; readonly provider: Address }
  | { readonly kind: "refused"; readonly provider: Address; readonly reason: string }
  | { readonly kind: "signed"; readonly profile: NodeProfile }
  | { readonly kind: "ended"; readonly how: "expired" | "cancelled" | "forgotten" }
  | { readonly kind: "waiting"; readonly reason: string }
  | { readonly kind: "registered"; readonly provider: Address };

export interface PairPorts {
  readonly gateway: PairingGateway;
  readonly readProvider: ReadProvider;
  readonly decide: Decide;
  readonly signProfile: (profile: NodeProfile) => Promise<Hex>;
  readonly tell: (news: PairingNews) => void;
  readonly clock: Clock;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}
