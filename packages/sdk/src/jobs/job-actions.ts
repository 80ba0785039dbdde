import type { Complaint } from "@computehive/protocol/dispute";
import {
  type Execution,
  executionIdOf,
  type JobOrder,
  type JobTerms,
  jobIdOf,
  termsHashOf,
} from "@computehive/protocol/order";
import type { Work } from "@computehive/protocol/receipt";
import type { Hex } from "viem";
import type { HiveClient } from "../hive-client.ts";
import { type WriteOptions, type Written, write } from "../write.ts";
import { jobRequests } from "./job-requests.ts";

/** An order with what it is hashed with. */
export interface JobOffering {
  readonly order: JobOrder;
  readonly terms: JobTerms;
}

interface Running extends JobOffering {
  readonly execution: Execution;
}

interface Submitted extends Running {
  readonly work: Work;
}

/** Posts the order of the client's account and locks its money. The market must be the account's operator in the escrow. */
export async function postJob(
  client: HiveClient,
  { order, terms }: JobOffering,
  options?: WriteOptions,
): Promise<Written & { jobId: Hex }> {
  const jobId = jobIdOf(client.marketDomain, order, terms);
  return { ...(await write(client, jobRequests.post(client.deployment, { order, terms }), options)), jobId };
}

/** Takes an open job back; its money returns to the buyer's account. */
export function cancelJob(client: HiveClient, { order, terms }: JobOffering, options?: WriteOptions): Promise<Written> {
  return write(client, jobRequests.cancel(client.deployment, { order, termsHash: termsHashOf(terms) }), options);
}

/** Closes an open job that nobody can claim any more; anybody may. */
export function lapseJob(client: HiveClient, { order, terms }: JobOffering, options?: WriteOptions): Promise<Written> {
  return write(client, jobRequests.lapse(client.deployment, { order, termsHash: termsHashOf(terms) }), options);
}

/** The calling node takes an open job. @param attempt as the job's slot says. */
export async function claimJob(
  client: HiveClient,
  { order, terms, attempt }: JobOffering & { attempt: number },
  options?: WriteOptions,
): Promise<Written & { executionId: Hex }> {
  const executionId = executionIdOf(jobIdOf(client.marketDomain, order, terms), attempt);
  return { ...(await write(client, jobRequests.claim(client.deployment, { order, terms }), options)), executionId };
}

/** The node gives a job back without loss, shortly after its claim. */
export function declineJob(
  client: HiveClient,
  declining: { jobId: Hex; execution: Execution },
  options?: WriteOptions,
): Promise<Written> {
  return write(client, jobRequests.decline(client.deployment, declining), options);
}

/** The node states its receipt. */
export function submitReceipt(
  client: HiveClient,
  submitting: { jobId: Hex; execution: Execution; work: Work },
  options?: WriteOptions,
): Promise<Written> {
  return write(client, jobRequests.submit(client.deployment, submitting), options);
}

/** Does what the order says of the buyer's silence; anybody may, after the window. */
export function settleSilent(
  client: HiveClient,
  { order, terms, execution, work }: Submitted,
  options?: WriteOptions,
): Promise<Written> {
  return write(
    client,
    jobRequests.settleSilent(client.deployment, { order, termsHash: termsHashOf(terms), execution, work }),
    options,
  );
}

/**
 * Pays by a receipt that both sides agree on and nobody disputes. The signature of whoever sends this, or submitted the receipt, may be
 * `0x`.
 */
export function settleCosigned(
  client: HiveClient,
  {
    order,
    terms,
    execution,
    work,
    nodeSignature = "0x",
    buyerSignature = "0x",
  }: Submitted & { nodeSignature?: Hex; buyerSignature?: Hex },
  options?: WriteOptions,
): Promise<Written> {
  const settling = { order, termsHash: termsHashOf(terms), execution, work, nodeSignature, buyerSignature };
  return write(client, jobRequests.settleCosigned(client.deployment, settling), options);
}

/** Ends an execution whose node stayed silent; anybody may, after submitBy. */
export function expireJob(
  client: HiveClient,
  { order, terms, execution }: Running,
  options?: WriteOptions,
): Promise<Written> {
  return write(
    client,
    jobRequests.expire(client.deployment, { order, termsHash: termsHashOf(terms), execution }),
    options,
  );
}

/** The buyer contests the submitted receipt, within the window. */
export function disputeJob(
  client: HiveClient,
  { order, terms, execution, complaint }: Running & { complaint: Exclude<Complaint, "none"> },
  options?: WriteOptions,
): Promise<Written> {
  return write(
    client,
    jobRequests.dispute(client.deployment, { order, termsHash: termsHashOf(terms), execution, complaint }),
    options,
  );
}

/** Splits the amount after a resolver's silence; anybody may. */
export function resolveByTimeout(
  client: HiveClient,
  { order, terms, execution, work }: Submitted,
  options?: WriteOptions,
): Promise<Written> {
  return write(client, jobRequests.resolveByTimeout(client.deployment, { order, terms, execution, work }), options);
}
