import { unitKindOf } from "@computehive/protocol/price";
import { readShortName } from "@computehive/protocol/short-name";
import { verdictUntil } from "@computehive/sdk/jobs/assert-undisputed";
import type { AttemptView, JobView } from "@computehive/sdk/jobs/job-view";
import type { TokenFacts } from "@computehive/sdk/token";
import { duration, money, UNIT_SIZE_WORDS, when } from "../session/text.ts";
import { facts } from "../terminal/table.ts";
import { describeState } from "./timeline.ts";

/** A job as `hive job show` prints it. */
export function describeJob(job: JobView, token: TokenFacts): string {
  const { order, terms, current } = job;
  const lines: [string, string][] = [
    ["Job", job.jobId],
    ["State", describeState(job.state)],
    ["Buyer", order.buyer],
    ["Resource class", readShortName(terms.resourceClass)],
    ["Most it can cost", `${money(order.maxPay, token)} and a bond of ${money(order.bond, token)}`],
    [
      "Price",
      `${money(order.fixedPrice, token)} fixed, ${money(order.price, token)} per ${UNIT_SIZE_WORDS[unitKindOf(order.unitKind)]}`,
    ],
    ["Claim before", when(order.claimBefore)],
    ["Run time", `${duration(order.runTime)} from the claim`],
    ["Dispute window", `${duration(order.window)} from the submission`],
  ];
  if (current) lines.push(...describeAttempt(current));
  const until = job.state === "disputed" && current && verdictUntil({ terms, execution: current.execution });
  if (until) lines.push(["Verdict until", when(until)]);
  if (job.settlement) {
    const { amount, refund, units } = job.settlement;
    lines.push(["Units", units.toString()], ["Paid", money(amount, token)], ["Refunded", money(refund, token)]);
  }
  return facts(lines);
}

function describeAttempt({ attempt, executionId, execution, submission }: AttemptView): [string, string][] {
  const lines: [string, string][] = [
    ["Attempt", String(attempt + 1)],
    ["Execution", executionId],
    ["Node", execution.node],
    ["Provider", execution.provider],
    ["Submit by", when(execution.submitBy)],
  ];
  if (submission) lines.push(["Receipt hash", submission.receiptHash]);
  return lines;
}
