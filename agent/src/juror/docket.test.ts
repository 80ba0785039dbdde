import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import { openMemoryJurorLedger } from "../adapters/sqlite/open-ledger.ts";
import type { BookEvent } from "../book/events.ts";
import type { JurorLog } from "./chain-port.ts";
import { docketOf } from "./docket.ts";

const ME = "0x00000000000000000000000000000000000000AA";
const OTHER = "0x00000000000000000000000000000000000000BB";
const JOB: Hex = `0x${"ab".repeat(32)}`;

describe("the docket", () => {
  it("knows whose seats are in the pool", () => {
    const docket = docketAfter(
      ["SeatBought", { seat: 1n, owner: ME.toLowerCase() }],
      ["SeatBought", { seat: 2n, owner: OTHER }],
      ["SeatBought", { seat: 3n, owner: ME }],
      ["SeatBought", { seat: 4n, owner: ME }],
      ["SeatGivenUp", { seat: 2n, owner: OTHER }],
      ["SeatGivenUp", { seat: 3n, owner: ME }],
      ["SeatGivenUp", { seat: 4n, owner: ME }],
      ["SeatWithdrawn", { seat: 4n, owner: ME }],
    );
    expect([...docket.seats]).toEqual([
      [1n, { inPool: true }],
      [3n, { inPool: false }],
    ]);
  });

  it("has a dispute before it is opened, and own chairs of every round until they are released", () => {
    expect(docketAfter(["ExecutionDisputed", { jobId: JOB }]).files).toMatchObject([{ isEnded: false, chairs: [] }]);
    const { files } = docketAfter(
      ["SeatBought", { seat: 5n, owner: ME }],
      ["SeatBought", { seat: 12n, owner: ME }],
      ["CaseOpened", { jobId: JOB }],
      ["PanelDrawn", { jobId: JOB, round: 0, seats: [4n, 5n, 6n] }],
      ["PanelDrawn", { jobId: JOB, round: 1, seats: [7n, 8n, 9n, 10n, 11n, 12n, 13n] }],
      ["CaseDecided", { jobId: JOB }],
      ["ChairReleased", { jobId: JOB, chair: 1, seat: 5n }],
      ["SeatWithdrawn", { seat: 12n, owner: ME }],
    );
    expect(files).toMatchObject([{ jobId: JOB, isEnded: true }]);
    expect(files[0]!.chairs).toHaveLength(10);
    expect(files[0]!.chairs.filter(({ isOwn }) => isOwn)).toEqual([
      { chair: 1, round: 0, seat: 5n, isOwn: true, released: true },
      { chair: 8, round: 1, seat: 12n, isOwn: true, released: false },
    ]);
  });
});

function docketAfter(...logs: [name: JurorLog["eventName"], args: object][]) {
  const { book } = openMemoryJurorLedger();
  const events = logs.map(([eventName, args], i): BookEvent<JurorLog> => {
    const block = { blockNumber: BigInt(i), blockHash: JOB, blockTime: 1n, logIndex: 0 };
    const jobId = "jobId" in args ? { jobId: JOB } : {};
    return { ...block, ...jobId, log: { eventName, args } as unknown as JurorLog };
  });
  book.append({ number: BigInt(logs.length), hash: JOB, timestamp: 1n }, events);
  return docketOf(book, ME);
}
