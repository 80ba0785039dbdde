"use client";

import { type IndexedJuryCase, juryCaseResponseSchema } from "@computehive/protocol/indexer-api/jury";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import {
  appealPriceOf,
  type CaseFacts,
  type CaseRound,
  type CaseState,
  caseStateAt,
  roundBarOf,
  standingOf,
} from "@computehive/protocol/jury-case";
import { useQuery } from "@tanstack/react-query";
import type { Hex } from "viem";
import { isNotFound } from "../../../lib/http/api-errors.ts";
import { useIndexer } from "../../../lib/http/services.tsx";
import { jobKeys } from "../../../lib/jobs/job-keys.ts";
import type { NoAppeal } from "../../../texts/dispute.ts";

/** The jury's case of a job; `null` until somebody opens it. Asked again with the job, whose events the jury's are. */
export function useJuryCase(jobId: Hex) {
  const indexer = useIndexer();
  return useQuery({
    queryKey: [...jobKeys.job(jobId), "case"],
    queryFn: async ({ signal }): Promise<IndexedJuryCase | null> => {
      try {
        return (await indexer.get(indexerRoutes.juryCase(jobId), juryCaseResponseSchema, { signal })).case;
      } catch (error) {
        if (isNotFound(error)) return null;
        throw error;
      }
    },
  });
}

export interface CaseNow {
  readonly state: CaseState;
  readonly standing: ReturnType<typeof standingOf>;
  /** Last second (Unix) of what goes on; nothing after the end. */
  readonly until: number | undefined;
  /** While an appeal can be made. */
  readonly appealPrice: bigint | undefined;
  /** Why none can be made against a verdict that stands. */
  readonly noAppeal: NoAppeal | undefined;
}

/** How the case stands by the chain's clock now: most of it follows from the time alone. */
export function caseNow(told: IndexedJuryCase, now: number): CaseNow {
  const facts = factsOf(told);
  const state = caseStateAt(facts, now);
  const current = facts.rounds.at(-1);
  const ends: Partial<Record<CaseState, number | undefined>> = {
    drawing: current?.drawBy,
    committing: current?.commitBy,
    revealing: current?.revealBy,
    hung: current?.appealBy,
    appealable: current?.appealBy,
    ruled: told.verdictBy,
    failed: told.verdictBy,
  };
  return {
    state,
    standing: standingOf(facts, now),
    until: ends[state],
    appealPrice: state === "appealable" ? appealPriceOf(told.fee, facts.rounds.length - 1) : undefined,
    noAppeal: state === "ruled" && current ? noAppealOf(facts, current) : undefined,
  };
}

function noAppealOf({ rounds, seats, verdictBy }: CaseFacts, { isDrawn, startedAt, appealBy }: CaseRound): NoAppeal {
  if (!isDrawn) return "never-drawn";
  return roundBarOf({ round: rounds.length - 1, seats, appealBy, verdictBy }, appealBy - startedAt) ?? "time-over";
}

function factsOf({ rounds, seats, verdictBy, verdict, lapsed }: IndexedJuryCase): CaseFacts {
  return {
    ...{ seats, verdictBy, end: verdict ? "decided" : lapsed ? "lapsed" : undefined },
    rounds: rounds.map(({ started, drawn, chairs, drawBy, commitBy, revealBy, appealBy }) => ({
      ...{ drawBy, commitBy, revealBy, appealBy, startedAt: started.at, isDrawn: drawn !== undefined },
      findings: chairs.flatMap(({ revealed }) => (revealed ? [revealed.finding] : [])),
    })),
  };
}
