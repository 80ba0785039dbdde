import type { Actor, Operator, Order } from "./world.ts";

/** What a caller brings of an execution: the current record, or one in which it is the payee. */
export type BroughtRecord = "current" | "forged";

/** One call of a contract. `job` is the salt of an order. */
export type Action =
  | { kind: "deposit"; owner: Actor; amount: bigint }
  | { kind: "withdraw"; amount: bigint; to: Actor }
  | { kind: "move"; to: Actor; amount: bigint }
  | { kind: "setOperator"; operator: Operator; cap: bigint; expiry: number }
  | { kind: "raiseEpoch" }
  | { kind: "draw"; owner: Actor; amount: bigint }
  | { kind: "addStake"; amount: bigint; epoch: number }
  | { kind: "thaw"; amount: bigint }
  | { kind: "cancelThaw" }
  | { kind: "withdrawStake" }
  | { kind: "setPaused"; node: "node-1" | "node-2"; paused: boolean }
  | { kind: "slash"; provider: "provider-1" | "provider-2"; amount: bigint }
  | { kind: "post"; order: Order }
  | { kind: "cancel"; job: number }
  | { kind: "cancelFor"; job: number; signer: Actor }
  | { kind: "lapse"; job: number }
  | { kind: "claim"; job: number }
  | { kind: "claimSigned"; order: Order; signer: Actor }
  | { kind: "decline"; job: number; record: BroughtRecord }
  | { kind: "submit"; job: number; record: BroughtRecord; units: bigint }
  | { kind: "expire"; job: number; record: BroughtRecord }
  | {
      kind: "settleCosigned";
      job: number;
      record: BroughtRecord;
      units: bigint;
      nodeSigner?: Actor;
      buyerSigner?: Actor;
    }
  | { kind: "settleSilent"; job: number; record: BroughtRecord; units: bigint }
  | { kind: "dispute"; job: number; record: BroughtRecord; complaint: number }
  | { kind: "disputeFor"; job: number; record: BroughtRecord; complaint: number; signer: Actor }
  | { kind: "resolve"; job: number; record: BroughtRecord; units: bigint; upheld: boolean; fee: bigint }
  | { kind: "resolveByTimeout"; job: number; record: BroughtRecord; units: bigint }
  | { kind: "proveEquivocation"; job: number; record: BroughtRecord; one: bigint; other: bigint; signer: Actor };

export type ActionKind = Action["kind"];
export type ActionOf<kind extends ActionKind> = Extract<Action, { kind: kind }>;

export interface Step {
  readonly action: Action;
  readonly by: Actor;
  /** The second of the block. */
  readonly now: number;
}
