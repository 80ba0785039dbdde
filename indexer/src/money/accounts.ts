import { account, movement, operator, session } from "ponder:schema";
import type { MovementKind } from "@computehive/protocol/indexer-api/account";
import type { Address, Hex } from "viem";
import type { Db } from "../db.ts";
import { isHolder } from "../deployment.ts";
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

/**
 * Changes free money and keeps what it was for. A zero changes nothing; the accounts of the deployment's own contracts have no
 * movements. @param part tells the moves of one event apart: 0 to 4.
 */
export async function moveMoney(db: Db, event: Placed, move: Move, part = 0): Promise<void> {
  if (move.change === 0n) return;
  const owner = move.change > 0n ? await receiverOf(db, move) : move.owner;
  if (isHolder(owner)) {
    await changeFree(db, { ...move, owner });
    return;
  }
  const before = (await db.find(account, { owner, token: move.token }))?.free ?? 0n;
  const unseen = -(before + move.change);
  // More leaves than was seen to come: a contract that is not of this deployment brought the rest, and nothing said so.
  if (unseen > 0n) await keep(db, event, { owner, token: move.token, change: unseen, kind: "unseen" }, 2 * part);
  await keep(db, event, { ...move, owner }, 2 * part + 1);
}

async function keep(db: Db, event: Placed, move: Move, order: number): Promise<void> {
  const free = await changeFree(db, move);
  await db.insert(movement).values({
    id: `${event.id}${order}`,
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

/** What comes for a session's key whose session is over goes to the owner, as in the escrow: one step and no further. */
async function receiverOf(db: Db, { owner: key, token }: Move): Promise<Address> {
  const ended = await db.find(session, { key, token });
  return ended && !ended.isOpen ? ended.owner : key;
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

export interface Draw extends Omit<Move, "change"> {
  /** The contract of the deployment that draws, into its own account. */
  readonly holder: Address;
  readonly amount: bigint;
}

/** A contract of the deployment draws from an owner who allowed it. */
export async function drawMoney(db: Db, event: Placed, { holder, amount, ...of }: Draw): Promise<void> {
  await lowerCap(db, { owner: of.owner, operator: holder, token: of.token }, amount);
  await moveMoney(db, event, { ...of, change: -amount });
  await changeFree(db, { owner: holder, token: of.token, change: amount });
}

export interface Payment extends Omit<Draw, "owner"> {
  /** Nothing where no event names who gets it. */
  readonly owner: Address | undefined;
}

/** A contract of the deployment pays out of its own account. */
export async function payMoney(db: Db, event: Placed, payment: Payment, part = 0): Promise<void> {
  const { holder, amount, owner, ...of } = payment;
  await changeFree(db, { owner: holder, token: of.token, change: -amount });
  if (owner) await moveMoney(db, event, { ...of, owner, change: amount }, part);
}
