import { type ContractRequest, encodeRequest } from "@computehive/sdk/contract-request";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import { juryRequests } from "@computehive/sdk/jury/jury-requests";
import { concat, type Hex, keccak256, numberToHex } from "viem";
import type { JurorAction } from "../ledger/ledger.ts";
import type { Intent } from "../money/prepare.ts";
import type { JurorContext } from "./context.ts";
import type { Due } from "./due.ts";

/** The transaction that a due step comes to; nothing where it cannot be made yet. */
export async function intentOf(
  jobId: Hex,
  due: Exclude<Due, { step: "judge" | "foreign" }>,
  { deployment, jobs, seeds }: JurorContext,
  signal: AbortSignal,
): Promise<Intent | undefined> {
  const to = deployment;
  switch (due.step) {
    case "bringSeed":
      return seeds.dueFor(due.ticket);
    case "draw":
      return intent(partOf(jobId, due.round), "draw", juryRequests.draw(to, { jobId }));
    case "open": {
      const job = await jobs.get(jobId, signal);
      const execution = job?.current?.execution;
      return job && execution && intent(jobId, "open", juryRequests.open(to, { ...termsOf(job), execution }));
    }
    case "commit":
      return intent(partOf(jobId, due.ballot.chair), "commit", juryRequests.commit(to, due.ballot));
    case "reveal":
      return intent(partOf(jobId, due.ballot.chair), "reveal", juryRequests.reveal(to, due.ballot));
    case "startNextRound":
      return intent(partOf(jobId, due.round), "startNextRound", juryRequests.startNextRound(to, { jobId }));
    case "decide":
      return decideIntent(jobId, await jobs.get(jobId, signal), to);
    case "lapse":
      return intent(jobId, "lapse", juryRequests.lapse(to, { jobId }));
    case "release":
    case "releaseOther":
      return intent(partOf(jobId, due.chair), "release", juryRequests.release(to, { jobId, chair: due.chair }));
  }
}

function decideIntent(jobId: Hex, job: JobView | undefined, to: JurorContext["deployment"]): Intent | undefined {
  const attempt = job?.current;
  if (!job || !attempt?.submission) return undefined;
  const { execution, submission } = attempt;
  return intent(jobId, "decide", juryRequests.decide(to, { ...termsOf(job), execution, work: submission.work }));
}

function termsOf({ order, terms }: JobView) {
  return { order, terms };
}

/** A round or a chair of a case. */
export function partOf(jobId: Hex, number: number): Hex {
  return concat([jobId, numberToHex(number, { size: 1 })]);
}

/** A seat or a ticket, whose numbers begin anew with every deployment. */
export function numbered({ genesisHash, contracts }: JurorContext["deployment"], number: bigint): Hex {
  return keccak256(concat([genesisHash as Hex, contracts.jury ?? "0x", numberToHex(number, { size: 32 })]));
}

function intent(subject: Hex, action: JurorAction, request: ContractRequest): Intent {
  return { subject, action, ...encodeRequest(request) };
}
