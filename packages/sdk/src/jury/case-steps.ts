import { ComputeHiveError } from "@computehive/protocol/error";
import type { CaseStep } from "@computehive/protocol/jury-case";
import type { Hex } from "viem";
import type { ContractRequest } from "../contract-request.ts";
import type { HiveClient } from "../hive-client.ts";
import type { JobView } from "../jobs/job-view.ts";
import { readJob } from "../jobs/read-job.ts";
import { headerOf, headerRandomnessRequests, readSeed } from "../randomness/header-seed.ts";
import { juryRequests } from "./jury-requests.ts";
import { readCase, readPanels } from "./read-case.ts";

export interface CaseStepOptions {
  readonly signal?: AbortSignal | undefined;
  /** Chairs that `release` frees; by default all that are not yet. */
  readonly chairs?: readonly number[] | undefined;
}

/**
 * The calls of a step that anybody may take, unsent, by what the chain shows now.
 *
 * @throws CaseStepEarlyError where the job or its case is not as far.
 */
export async function caseStepRequests(
  client: HiveClient,
  jobId: Hex,
  step: CaseStep,
  { signal, chairs }: CaseStepOptions = {},
): Promise<ContractRequest[]> {
  const to = client.deployment;
  switch (step) {
    case "draw":
      return drawRequests(client, jobId);
    case "next-round":
      return [juryRequests.startNextRound(to, { jobId })];
    case "lapse":
      return [juryRequests.lapse(to, { jobId })];
    case "release":
      return (chairs ?? (await unreleased(client, jobId))).map((chair) => juryRequests.release(to, { jobId, chair }));
    case "open":
    case "decide": {
      const job = await readJob(client, jobId, { signal });
      const { order, terms } = job;
      const { execution, work } = disputedOf(job);
      const disputed = { order, terms, execution };
      return [step === "open" ? juryRequests.open(to, disputed) : juryRequests.decide(to, { ...disputed, work })];
    }
  }
}

/** With the seed where it is made of a header and nobody brought it; a seed of secrets comes from those who give them. */
async function drawRequests(client: HiveClient, jobId: Hex): Promise<ContractRequest[]> {
  const { deployment, publicClient } = client;
  const draw = juryRequests.draw(deployment, { jobId });
  const { ticket } = await readCase(client, jobId);
  const isByHeaders = deployment.parameters.jury?.randomness.form === "header";
  if (!isByHeaders || (await readSeed(client, ticket)) !== undefined) return [draw];
  const header = await headerOf(publicClient, ticket);
  if (!header) throw new CaseStepEarlyError({ jobId, reason: `the seed comes with block ${ticket}` });
  return [headerRandomnessRequests.prove(deployment, { header }), draw];
}

async function unreleased(client: HiveClient, jobId: Hex): Promise<number[]> {
  const panels = await readPanels(client, await readCase(client, jobId));
  return panels.flat().flatMap(({ chair, released }) => (released ? [] : [chair]));
}

function disputedOf({ jobId, current }: JobView) {
  if (!current?.submission) throw new CaseStepEarlyError({ jobId, reason: "the job is not disputed" });
  return { execution: current.execution, work: current.submission.work };
}

export class CaseStepEarlyError extends ComputeHiveError {
  override readonly name = "CaseStepEarlyError";
  constructor({ jobId, reason }: { jobId: Hex; reason: string }) {
    super("This step of the case cannot be taken yet: try again in a moment.", {
      metaMessages: [`Job:    ${jobId}`, `Reason: ${reason}`],
    });
  }
}
