import { findingCommitmentOf } from "@computehive/protocol/jury-finding";
import { type Hex, size } from "viem";
import { describe, expect, it } from "vitest";
import { openMemoryJurorLedger } from "../adapters/sqlite/open-ledger.ts";
import { castBallot } from "./cast-ballot.ts";

const JOB: Hex = `0x${"ab".repeat(32)}`;
const JURY = "0x00000000000000000000000000000000000000aa";
const JUROR = "0x00000000000000000000000000000000000000bb";
const WRONG = { jobId: JOB, chair: 2, round: 0, delivered: true, correct: false, facts: ["another output"] };

describe("a ballot", () => {
  it("is durable with its salt before anything is sent", () => {
    const { ports, ledger } = setup();
    const ballot = castBallot(WRONG, ports);
    expect(ledger.ballots.all()).toEqual([ballot]);
    expect(ballot).toMatchObject({ ...WRONG, juror: JUROR, recordedAt: 7 });
    expect(size(ballot.salt)).toBe(32);
    expect(ballot.commitment).toBe(findingCommitmentOf({ chainId: 1, jury: JURY }, ballot));
  });

  it("is never replaced, whatever is found later", () => {
    const { ports, ledger } = setup();
    const first = castBallot(WRONG, ports);
    expect(castBallot({ ...WRONG, correct: true }, ports)).toEqual(first);
    expect(ledger.ballots.all()).toEqual([first]);
    expect(() => ledger.ballots.add({ ...first, correct: true })).toThrow(/UNIQUE/);
  });

  it("of another chair has another salt", () => {
    const { ports } = setup();
    expect(castBallot({ ...WRONG, chair: 1 }, ports).salt).not.toBe(castBallot(WRONG, ports).salt);
  });
});

function setup() {
  const ledger = openMemoryJurorLedger();
  const ports = { ledger, clock: { now: () => 7 }, chainId: 1, jury: JURY, juror: JUROR } as const;
  return { ledger, ports };
}
