"use client";

import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { type TotalsResponse, totalsResponseSchema } from "@computehive/protocol/indexer-api/totals";
import { isLive, isSettled, JOB_STATES, type JobState } from "@computehive/protocol/job-state";
import { useQuery } from "@tanstack/react-query";
import { Amount } from "../../components/amount.tsx";
import { Count } from "../../components/quantity.tsx";
import { QueryError } from "../../components/query-error.tsx";
import { useIndexer } from "../../lib/http/services.tsx";
import { useLive } from "../../lib/live/use-live.tsx";
import { homeTexts } from "../../texts/home.ts";
import { Card } from "../../ui/card.tsx";
import { Stat, Stats } from "../../ui/stat.tsx";

const texts = homeTexts.figures;
const totalsKey = ["home", "totals"] as const;

/** What the market is at this moment. */
export function Figures() {
  const indexer = useIndexer();
  const totals = useQuery({
    queryKey: totalsKey,
    queryFn: ({ signal }) => indexer.get(indexerRoutes.totals(), totalsResponseSchema, { signal }),
  });
  useLive(["contract:market", "contract:staking"], { keys: [totalsKey] });
  const { data } = totals;
  if (totals.isError && !data) return <QueryError query={totals} />;
  return (
    <Card title={texts.title} aside={data && texts.asOf(data.asOf.block)}>
      <Stats>
        <Stat label={texts.live} value={data && <Count value={countJobs(data, isLive)} />} />
        <Stat label={texts.settled} value={data && <Count value={countJobs(data, isSettled)} />} />
        <Stat label={texts.offers} value={data && <Count value={data.offers.posted ?? 0} />} />
        <Stat label={texts.nodes} value={data && <Count value={data.nodes.active ?? 0} />} />
        <Stat label={texts.paid} value={data && <Amount value={data.settlements.amount} decimals={2} />} />
        <Stat label={texts.stake} value={data && <Amount value={data.stake.active} decimals={2} />} />
      </Stats>
    </Card>
  );
}

function countJobs({ jobs }: TotalsResponse, belongs: (state: JobState) => boolean): number {
  return JOB_STATES.filter(belongs).reduce((sum, state) => sum + (jobs[state] ?? 0), 0);
}
