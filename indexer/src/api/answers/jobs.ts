import { db } from "ponder:api";
import { event, execution, job } from "ponder:schema";
import type { jobsQuerySchema } from "@computehive/protocol/indexer-api/job";
import type { SQL } from "drizzle-orm";
import { and, desc, eq, inArray, lt, ne } from "ponder";
import type { Hex } from "viem";
import type { z } from "zod";
import { asOfNow } from "../checkpoint.ts";
import { cut, keyOf, pageAnswer, rowsToRead } from "../page.ts";
import { notFound } from "../refusal.ts";
import { present } from "../respond.ts";
import { type ExecutionRow, toExecution, toSettlement } from "./executions.ts";
import { timelineOf } from "./timeline.ts";

type Query = z.output<typeof jobsQuerySchema>;
type Row = { job: typeof job.$inferSelect; execution: ExecutionRow | null };

/** Most executions and events of one job that one answer holds; the newest ones. */
const MOST_STEPS = 1_000;

export async function listJobs(query: Query) {
  const asOf = await asOfNow();
  const key = keyOf(query);
  const rows = await selectJobs(
    and(
      key === undefined ? undefined : lt(job.postedId, key),
      query.buyer && eq(job.buyer, query.buyer),
      query.state && inArray(job.state, query.state),
      query.resourceClass === undefined ? undefined : eq(job.resourceClass, query.resourceClass),
      query.provider && triedBy(eq(execution.provider, query.provider)),
      query.node && triedBy(eq(execution.node, query.node)),
    ),
  )
    .orderBy(desc(job.postedId))
    .limit(rowsToRead(query));
  return pageAnswer(
    asOf,
    cut(rows, query, (row) => row.job.postedId),
    toJob,
  );
}

export async function findJob(jobId: Hex) {
  const asOf = await asOfNow();
  const [row] = await selectJobs(eq(job.id, jobId));
  if (!row) throw notFound("job");
  const executions = await db
    .select()
    .from(execution)
    .where(eq(execution.jobId, jobId))
    .orderBy(desc(execution.attempt))
    .limit(MOST_STEPS);
  const events = await db
    .select({ event, finding: execution.finding, settlement: execution.settlement })
    .from(event)
    .leftJoin(execution, eq(execution.id, event.executionId))
    .where(and(eq(event.jobId, jobId), ne(event.contract, "jury")))
    .orderBy(desc(event.id))
    .limit(MOST_STEPS);
  return {
    asOf,
    job: toJob(row),
    executions: executions.reverse().map(toExecution),
    timeline: timelineOf(events.reverse()),
  };
}

function selectJobs(condition: SQL | undefined) {
  return db
    .select({ job, execution })
    .from(job)
    .leftJoin(execution, eq(execution.id, job.executionId))
    .where(and(eq(job.isReadable, true), condition));
}

/** Any attempt counts, not the current one alone. */
function triedBy(condition: SQL): SQL {
  return inArray(job.id, db.select({ id: execution.jobId }).from(execution).where(condition));
}

function toJob({ job: row, execution: run }: Row) {
  const { id, state, attempt, resourceClass, order, terms, posted, changed, executionId } = row;
  return {
    jobId: id,
    state,
    attempt,
    resourceClass,
    order: withNumbers(order, ORDER_NUMBERS),
    terms: withNumbers(terms, TERMS_NUMBERS),
    posted,
    changed,
    ...present({ executionId, node: run?.node, provider: run?.provider, settlement: toSettlement(run) }),
  };
}

const ORDER_NUMBERS = ["unitKind", "claimBefore", "runTime", "window", "onSilence", "funding", "epoch"];
const TERMS_NUMBERS = ["verdictTime", "timeoutSplit", "exclusiveUntil"];

/** Stored arguments have every number as a string; those below 53 bits are numbers in the answer. */
function withNumbers(stored: Record<string, unknown>, numbers: readonly string[]): Record<string, unknown> {
  return { ...stored, ...Object.fromEntries(numbers.map((name) => [name, Number(stored[name])])) };
}
