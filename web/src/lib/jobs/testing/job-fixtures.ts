import type { AttemptRecord, JobRecord, Place } from "../job-record.ts";

/** Records of jobs for tests: a market in which every second is a block. */
const hex = (digit: string, length: number) => `0x${digit.repeat(length)}` as const;

export const BUYER = hex("b", 40);
export const NODE = hex("d", 40);
export const POSTED_AT = 1_000;

export function placeAt(at: number): Place {
  return { block: at, at, transaction: hex("7", 64) };
}

/** An open job: at most 8 to pay, a bond of 2, a window of 60 s, claims before 2,000. */
export function openJob(change: Partial<JobRecord> = {}): JobRecord {
  return {
    jobId: hex("1", 64),
    state: "open",
    order: {
      buyer: BUYER,
      token: hex("a", 40),
      maxPay: 8_000_000n,
      bond: 2_000_000n,
      fixedPrice: 1_000_000n,
      price: 2_000_000n,
      unitKind: 0,
      exposure: 8_000_000n,
      claimBefore: 2_000,
      runTime: 300,
      window: 60,
      onSilence: 0,
      funding: 0,
      epoch: 0,
      salt: 1n,
    },
    terms: {
      manifestHash: hex("2", 64),
      resourceClass: `0x${Buffer.from("cpu.v1").toString("hex").padEnd(64, "0")}`,
      resolver: hex("e", 40),
      verdictTime: 120,
      timeoutSplit: 5_000,
      policy: hex("0", 40),
      provider: hex("0", 40),
      node: hex("0", 40),
      offerId: hex("0", 64),
      exclusiveUntil: 0,
    },
    attempt: 0,
    posted: placeAt(POSTED_AT),
    closed: undefined,
    attempts: [],
    current: undefined,
    settlement: undefined,
    asOf: { block: POSTED_AT, at: POSTED_AT },
    source: "chain",
    ...change,
  };
}

export function attempt(change: Partial<AttemptRecord> = {}): AttemptRecord {
  const claimedAt = change.claimed?.at ?? POSTED_AT + 10;
  return {
    attempt: 0,
    executionId: hex("3", 64),
    node: NODE,
    provider: hex("c", 40),
    payee: hex("9", 40),
    exposure: 8_000_000n,
    submitBy: claimedAt + 300,
    claimed: placeAt(claimedAt),
    submission: undefined,
    dispute: undefined,
    ruling: undefined,
    declined: undefined,
    expired: undefined,
    isSettled: false,
    ...change,
  };
}

/** A receipt of 10^12 fuel: 1 + 2 = 3 are due. */
export function submission(at: number): NonNullable<AttemptRecord["submission"]> {
  return { units: 10n ** 12n, detailsHash: hex("4", 64), receiptHash: hex("5", 64), submitted: placeAt(at) };
}

export function runningJob(change: Partial<AttemptRecord> = {}): JobRecord {
  const current = attempt(change);
  return openJob({ state: "running", attempts: [current], current });
}

export function submittedJob(at = POSTED_AT + 100, change: Partial<AttemptRecord> = {}): JobRecord {
  const current = attempt({ submission: submission(at), ...change });
  return openJob({ state: "submitted", attempts: [current], current });
}
