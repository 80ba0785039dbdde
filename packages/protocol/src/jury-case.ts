import type { Finding } from "./dispute.ts";

/** States of a jury's case in the contract's order; `none` is a dispute that nobody opened as one. */
export const CASE_STATES = [
  "none",
  "drawing",
  "committing",
  "revealing",
  "hung",
  "appealable",
  "ruled",
  "failed",
  "decided",
  "lapsed",
] as const;

export type CaseState = (typeof CASE_STATES)[number];

/** No step can come any more but the release of chairs. */
export function isCaseEnded(state: CaseState): boolean {
  return state === "decided" || state === "lapsed";
}

/** Chairs of all rounds before each, and of all three. */
const CHAIRS_BEFORE = [0, 3, 10, 25] as const;
const ROUNDS = 3;

/** A round's chairs are numbered on from those of the rounds before. */
export function firstChairOf(round: number): number {
  return CHAIRS_BEFORE[round] ?? 0;
}

export function panelSizeOf(round: number): number {
  return firstChairOf(round + 1) - firstChairOf(round);
}

/** The chairs of a round's panel: 0 to 2, 3 to 9, 10 to 24. */
export function chairsOf(round: number): number[] {
  return Array.from({ length: panelSizeOf(round) }, (_, i) => firstChairOf(round) + i);
}

/** What a round takes, one step after the other; seconds. */
export interface RoundTimes {
  readonly drawTime: number;
  readonly commitTime: number;
  readonly revealTime: number;
  readonly appealTime: number;
}

/** A whole round, with the time to appeal. */
export function roundDurationOf({ drawTime, commitTime, revealTime, appealTime }: RoundTimes): number {
  return drawTime + commitTime + revealTime + appealTime;
}

/** Last seconds of the steps of a round. */
export interface RoundDeadlines {
  readonly drawBy: number;
  readonly commitBy: number;
  readonly revealBy: number;
  readonly appealBy: number;
}

export function deadlinesOf(startedAt: number, times: RoundTimes): RoundDeadlines {
  const drawBy = startedAt + times.drawTime;
  const commitBy = drawBy + times.commitTime;
  const revealBy = commitBy + times.revealTime;
  return { drawBy, commitBy, revealBy, appealBy: revealBy + times.appealTime };
}

export interface CaseRound extends RoundDeadlines {
  readonly startedAt: number;
  readonly isDrawn: boolean;
  /** What jurors revealed so far. */
  readonly findings: readonly Finding[];
}

export interface CaseFacts {
  /** From the first one on; the last one is current. */
  readonly rounds: readonly CaseRound[];
  /** How many seats may be drawn. */
  readonly seats: number;
  readonly verdictBy: number;
  readonly end?: "decided" | "lapsed" | undefined;
}

/** More than half of a round's panel; the absent count against all. It may still change until the reveals are over. */
export function majorityOf(round: number, findings: readonly Finding[]): Finding | undefined {
  return findings.find((finding) => 2 * findings.filter((one) => one === finding).length > panelSizeOf(round));
}

/** The last majority, which is what a verdict would be; an earlier round's counts until the current one has its own. */
export function standingOf({ rounds }: CaseFacts, at: number): Finding | undefined {
  const majorities = rounds
    .filter(({ isDrawn, revealBy }, round) => round < rounds.length - 1 || (isDrawn && at > revealBy))
    .map(({ findings }, round) => majorityOf(round, findings));
  return majorities.findLast((finding) => finding !== undefined);
}

/** A case's state, which the chain reads off the clock likewise. */
export function caseStateAt(facts: CaseFacts, at: number): CaseState {
  const { rounds, verdictBy, end } = facts;
  const current = rounds.at(-1);
  if (!current) return "none";
  if (end) return end;
  if (at > verdictBy) return "failed";
  const word = standingOf(facts, at) === undefined ? "failed" : "ruled";
  if (!current.isDrawn) return at <= current.drawBy ? "drawing" : word;
  if (at <= current.commitBy) return "committing";
  if (at <= current.revealBy) return "revealing";
  if (at > current.appealBy || !mayContinue(facts, current)) return word;
  return majorityOf(rounds.length - 1, current.findings) === undefined ? "hung" : "appealable";
}

function mayContinue({ rounds, seats, verdictBy }: CaseFacts, { appealBy, startedAt }: CaseRound): boolean {
  return roundBarOf({ round: rounds.length - 1, seats, appealBy, verdictBy }, appealBy - startedAt) === undefined;
}

/** What keeps a case from another round, whatever is paid for it. */
export const ROUND_BARS = ["last-round", "too-few-seats", "too-late"] as const;
export type RoundBar = (typeof ROUND_BARS)[number];

interface LastRound {
  /** 0 to 2. */
  readonly round: number;
  /** How many may be drawn. */
  readonly seats: number;
  readonly appealBy: number;
  readonly verdictBy: number;
}

/** Nothing where a round that starts at the last moment ends in time and finds seats that were not drawn yet. */
export function roundBarOf({ round, seats, appealBy, verdictBy }: LastRound, duration: number): RoundBar | undefined {
  const next = round + 1;
  if (next >= ROUNDS) return "last-round";
  if (seats < firstChairOf(next + 1)) return "too-few-seats";
  return appealBy + duration > verdictBy ? "too-late" : undefined;
}

/** Steps that a case waits for and that anybody may take; `release` as often as there are chairs. */
export const CASE_STEPS = ["open", "draw", "next-round", "decide", "lapse", "release"] as const;
export type CaseStep = (typeof CASE_STEPS)[number];

const STEPS: Partial<Record<CaseState, CaseStep>> = {
  none: "open",
  drawing: "draw",
  hung: "next-round",
  ruled: "decide",
  failed: "lapse",
  decided: "release",
  lapsed: "release",
};

/** Nothing while the case waits for its jurors, or for an appeal. @param isDisputed whether the market still waits for a verdict */
export function caseStepOf(state: CaseState, { isDisputed }: { isDisputed: boolean }): CaseStep | undefined {
  if (isDisputed || isCaseEnded(state)) return STEPS[state];
  return state === "none" ? undefined : "lapse";
}

/** What an appeal against a round costs: the fee's rate for each juror of the next panel. */
export function appealPriceOf(fee: bigint, round: number): bigint {
  return (fee * BigInt(panelSizeOf(round + 1))) / BigInt(panelSizeOf(0));
}
