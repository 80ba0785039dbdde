import { chairsOf } from "@computehive/protocol/jury-case";
import type { Address, Hex } from "viem";
import type { BookEvent } from "../book/events.ts";
import type { BookStore } from "../ledger/ledger.ts";
import type { JurorLog } from "./chain-port.ts";

/** A chair that was drawn. */
export interface DrawnChair {
  readonly chair: number;
  readonly round: number;
  readonly seat: bigint;
  readonly isOwn: boolean;
  readonly released: boolean;
}

/** A dispute, or a case, as the jury's events have it; what the clock decides is asked of the chain. */
export interface CaseFile {
  readonly jobId: Hex;
  readonly isEnded: boolean;
  readonly chairs: readonly DrawnChair[];
  readonly lastBlock: bigint;
}

export interface Docket {
  /** Own seats that were not withdrawn. */
  readonly seats: ReadonlyMap<bigint, { readonly inPool: boolean }>;
  readonly files: readonly CaseFile[];
}

/** All that the book has for the juror `account`, oldest dispute first. */
export function docketOf(book: BookStore<JurorLog>, account: Address): Docket {
  const seats = seatsOf(book.eventsWithoutJob(), account);
  const own = ownedEver(book.eventsWithoutJob(), account);
  return { seats, files: book.jobIds().map((jobId) => fileOf(jobId, book.eventsOf(jobId), own)) };
}

function seatsOf(events: readonly BookEvent<JurorLog>[], account: Address): Docket["seats"] {
  const seats = new Map<bigint, { inPool: boolean }>();
  for (const { log } of events) {
    if (log.eventName === "SeatBought" && isSame(log.args.owner, account)) seats.set(log.args.seat, { inPool: true });
    if (log.eventName === "SeatGivenUp" && seats.has(log.args.seat)) seats.set(log.args.seat, { inPool: false });
    if (log.eventName === "SeatWithdrawn") seats.delete(log.args.seat);
  }
  return seats;
}

/** Numbers are never used again, so that a withdrawn seat is still known as the juror's own. */
function ownedEver(events: readonly BookEvent<JurorLog>[], account: Address): ReadonlySet<bigint> {
  return new Set(
    events.flatMap(({ log }) =>
      log.eventName === "SeatBought" && isSame(log.args.owner, account) ? [log.args.seat] : [],
    ),
  );
}

function fileOf(jobId: Hex, events: readonly BookEvent<JurorLog>[], own: ReadonlySet<bigint>): CaseFile {
  const names = new Set(events.map(({ log }) => log.eventName));
  const released = new Set(events.flatMap(({ log }) => (log.eventName === "ChairReleased" ? [log.args.chair] : [])));
  return {
    jobId,
    isEnded: names.has("CaseDecided") || names.has("CaseLapsed"),
    chairs: events.flatMap(({ log }) => (log.eventName === "PanelDrawn" ? drawn(log.args, own, released) : [])),
    lastBlock: events.at(-1)?.blockNumber ?? 0n,
  };
}

function drawn(
  { round, seats }: { round: number; seats: readonly bigint[] },
  own: ReadonlySet<bigint>,
  released: ReadonlySet<number>,
): DrawnChair[] {
  return chairsOf(round).map((chair, i) => {
    const seat = seats[i]!;
    return { chair, round, seat, isOwn: own.has(seat), released: released.has(chair) };
  });
}

function isSame(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
