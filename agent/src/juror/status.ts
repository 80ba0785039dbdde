import type { Address, Hex } from "viem";
import { type FundsPolicy, fundsLevel } from "../money/funds.ts";
import type { JurorContext } from "./context.ts";
import type { LookMemory } from "./look.ts";

/** How the juror is, in one document. Amounts are decimal strings. */
export interface JurorStatus {
  account: Address;
  jury: Address;
  reachable: boolean;
  headNumber: string | undefined;
  gasMoney: { wei: string | undefined; low: boolean };
  seats: { inPool: number; leaving: number };
  /** Cases with a chair of one's own that is not released. */
  cases: { jobId: Hex; chairs: { chair: number; round: number; answered: boolean }[]; judging: boolean }[];
}

export interface JurorState {
  reachable: boolean;
  wrongChain: boolean;
  balance: bigint | undefined;
}

export function jurorStatusOf(
  { account, jury, ledger }: JurorContext,
  { docket }: LookMemory,
  { reachable, balance }: JurorState,
  { judging, funds }: { judging: readonly Hex[]; funds: FundsPolicy },
): JurorStatus {
  const seats = [...(docket?.seats.values() ?? [])];
  const inPool = seats.filter((seat) => seat.inPool).length;
  const cases = (docket?.files ?? []).flatMap(({ jobId, chairs }) => {
    const own = chairs.filter(({ isOwn, released }) => isOwn && !released);
    if (own.length === 0) return [];
    const answers = own.map(({ chair, round }) => ({
      chair,
      round,
      answered: ledger.ballots.get(jobId, chair) !== undefined,
    }));
    return [{ jobId, chairs: answers, judging: judging.includes(jobId) }];
  });
  return {
    account,
    jury,
    reachable,
    headNumber: ledger.book.head()?.number.toString(),
    gasMoney: { wei: balance?.toString(), low: balance !== undefined && fundsLevel(balance, funds) !== "enough" },
    seats: { inPool, leaving: seats.length - inPool },
    cases,
  };
}
