import { db } from "ponder:api";
import { chair, juryCase, juryRound } from "ponder:schema";
import { FINDINGS } from "@computehive/protocol/dispute";
import type { AsOf } from "@computehive/protocol/indexer-api/common";
import {
  appealPriceOf,
  type CaseFacts,
  caseStateAt,
  deadlinesOf,
  majorityOf,
  type RoundTimes,
  standingOf,
} from "@computehive/protocol/jury-case";
import { asc, eq } from "ponder";
import type { Hex } from "viem";
import { runSettings } from "../../env.ts";
import { asOfNow } from "../checkpoint.ts";
import { notFound } from "../refusal.ts";
import { present } from "../respond.ts";

type CaseRow = typeof juryCase.$inferSelect;
type RoundRow = typeof juryRound.$inferSelect;
type ChairRow = typeof chair.$inferSelect;

export async function findCase(jobId: Hex) {
  const asOf = await asOfNow();
  const { jury } = runSettings().deployment.parameters;
  const [row] = await db.select().from(juryCase).where(eq(juryCase.jobId, jobId));
  if (!row || !jury) throw notFound("case");
  const rounds = await db.select().from(juryRound).where(eq(juryRound.jobId, jobId)).orderBy(asc(juryRound.round));
  const chairs = await db.select().from(chair).where(eq(chair.jobId, jobId)).orderBy(asc(chair.chair));
  const told = rounds.map((round) => toRound(round, chairs, { at: asOf.at, times: jury }));
  return { asOf, case: { ...toCase(row, told, { asOf, fee: BigInt(jury.fee) }), rounds: told } };
}

function toRound(row: RoundRow, all: readonly ChairRow[], { at, times }: { at: number; times: RoundTimes }) {
  const { ticket, appellant, price, started, drawn } = row;
  const deadlines = deadlinesOf(started.at, times);
  const chairs = all.filter(({ round }) => round === row.round).map(toChair);
  const majority = at > deadlines.revealBy ? majorityOf(row.round, findingsOf(chairs)) : undefined;
  const appeal = appellant ? { appellant, price } : undefined;
  return { ticket, started, ...deadlines, chairs, ...present({ appeal, drawn, majority }) };
}

type ToldRound = ReturnType<typeof toRound>;

function toCase(row: CaseRow, rounds: readonly ToldRound[], { asOf, fee }: { asOf: AsOf; fee: bigint }) {
  const { jobId, executionId, verdictBy, seats, opened, finding, share, decided, lapsed } = row;
  const facts: CaseFacts = {
    ...{ seats, verdictBy, end: decided ? "decided" : lapsed ? "lapsed" : undefined },
    rounds: rounds.map(({ started, drawn, chairs, ...deadlines }) => ({
      ...{ ...deadlines, startedAt: started.at, isDrawn: drawn !== undefined, findings: findingsOf(chairs) },
    })),
  };
  const state = caseStateAt(facts, asOf.at);
  const verdict = decided ? { finding: FINDINGS[finding ?? 0], share, decided } : undefined;
  return {
    ...{ jobId, state, opened, verdictBy, seats, fee },
    ...present({ executionId, verdict, lapsed, standing: verdict?.finding ?? standingOf(facts, asOf.at) }),
    ...present({ appealPrice: state === "appealable" ? appealPriceOf(fee, row.round) : undefined }),
  };
}

function toChair(row: ChairRow) {
  const { chair: number, seat, juror, committed, finding, revealed, paid, penalty, released } = row;
  return {
    ...{ chair: number, seat, juror },
    ...present({
      committed,
      revealed: revealed ? { finding: FINDINGS[finding ?? 0]!, revealed } : undefined,
      released: released ? { paid, penalty, released } : undefined,
    }),
  };
}

function findingsOf(chairs: readonly ReturnType<typeof toChair>[]) {
  return chairs.flatMap(({ revealed }) => (revealed ? [revealed.finding] : []));
}
