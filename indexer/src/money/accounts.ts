import { account, movement, operator } from "ponder:schema";
import type { MovementKind } from "@computehive/protocol/indexer-api/account";
import type { Address, Hex } from "viem";
import type { Db } from "../db.ts";
import { type Placed, placeOf } from "../record/place.ts";

export interface Move {
  readonly owner: Address;
  readonly token: Address;
  /** Negative where money leaves. */
  readonly change: bigint;
  readonly kind: MovementKind;
  readonly jobId?: Hex | undefined;
  readonly executionId?: Hex | undefined;
  readonly channelId?: Hex | undefined;
}

/** Changes free money and keeps what it was for. A zero changes nothing. @param part tells two moves of one event apart. */
export async function moveMoney(db: Db, event: Placed, move: Move, part = 0): Promise<void> {
  if (move.change === 0n) return;
  const free = await changeFree(db, move);
  await db.insert(movement).values({
    id: `${event.id}${part}`,
    owner: move.owner,
    token: move.token,
    kind: move.kind,
    change: move.change,
    free,
    jobId: move.jobId ?? null,
    executionId: move.executionId ?? null,
    channelId: move.channelId ?? null,
    place: placeOf(event),
  });
}

/** Changes the free money of an account; answers what is there afterwards. */
export async function changeFree(
  db: Db,
  { owner, token, change }: Pick<Move, "owner" | "token" | "change">,
): Promise<bigint> {
  const row = await db
    .insert(account)
    .values({ owner, token, free: change, epoch: 0 })
    .onConflictDoUpdate((before) => ({ free: before.free + change }));
  return row.free;
}

/** An operator drew: its cap falls. A contract of the deployment whose allowance nobody set leaves nothing to lower. */
export async function lowerCap(
  db: Db,
  key: { readonly owner: Address; readonly operator: Address; readonly token: Address },
  amount: bigint,
): Promise<void> {
  if ((await db.find(operator, key)) === null) return;
  await db.update(operator, key).set((before) => ({ cap: before.cap - amount }));
}
