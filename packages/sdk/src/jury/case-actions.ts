import { type Answers, findingCommitmentOf, type Promised } from "@computehive/protocol/jury-finding";
import type { Work } from "@computehive/protocol/receipt";
import { bytesToHex, type Hex } from "viem";
import { addressOf, type HiveClient } from "../hive-client.ts";
import { type WriteOptions, type Written, write } from "../write.ts";
import { type Appealed, appealRequests } from "./appeal.ts";
import { type Disputed, juryOf, juryRequests, type Reveal } from "./jury-requests.ts";

/** Opens a dispute as a case. For anybody. */
export function openCase(client: HiveClient, disputed: Disputed, options?: WriteOptions): Promise<Written> {
  return write(client, juryRequests.open(client.deployment, disputed), options);
}

/** Draws the round's panel, once the randomness knows the seed. For anybody. */
export function drawPanel(client: HiveClient, jobId: Hex, options?: WriteOptions): Promise<Written> {
  return write(client, juryRequests.draw(client.deployment, { jobId }), options);
}

/** What a juror promises, with a salt of its own: keep it before it is committed, or it cannot be shown. */
export function promise(
  client: HiveClient,
  { jobId, chair, delivered, correct }: Answers & { jobId: Hex; chair: number },
): Promised {
  const salt = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
  return { jobId, chair, juror: addressOf(client), delivered, correct, salt };
}

/** Commits to what was promised, which must be written down by then. */
export function commitFinding(client: HiveClient, promised: Promised, options?: WriteOptions): Promise<Written> {
  const { deployment } = client;
  const commitment = findingCommitmentOf({ chainId: deployment.chainId, jury: juryOf(deployment) }, promised);
  return write(client, juryRequests.commit(deployment, { ...promised, commitment }), options);
}

/** Shows what was committed to, once the commit time is over. */
export function revealFinding(client: HiveClient, reveal: Reveal, options?: WriteOptions): Promise<Written> {
  return write(client, juryRequests.reveal(client.deployment, reveal), options);
}

/** A larger panel where there was no majority. For anybody. */
export function startNextRound(client: HiveClient, jobId: Hex, options?: WriteOptions): Promise<Written> {
  return write(client, juryRequests.startNextRound(client.deployment, { jobId }), options);
}

/** Pays for another round against the majority of `round`, and allows the jury the price first where it is not yet. */
export async function appealCase(client: HiveClient, against: Appealed, options?: WriteOptions): Promise<Written> {
  let last: Written | undefined;
  for (const request of await appealRequests(client, addressOf(client), against))
    last = await write(client, request, options);
  return last!;
}

/** Carries the verdict to the market. For anybody. */
export function decideCase(
  client: HiveClient,
  decided: Disputed & { work: Work },
  options?: WriteOptions,
): Promise<Written> {
  return write(client, juryRequests.decide(client.deployment, decided), options);
}

/** Ends a case without a verdict. For anybody. */
export function lapseCase(client: HiveClient, jobId: Hex, options?: WriteOptions): Promise<Written> {
  return write(client, juryRequests.lapse(client.deployment, { jobId }), options);
}

/** Frees a chair's seat after the case: pays its juror, or takes the penalty. For anybody. */
export function releaseChair(
  client: HiveClient,
  chair: { readonly jobId: Hex; readonly chair: number },
  options?: WriteOptions,
): Promise<Written> {
  return write(client, juryRequests.release(client.deployment, chair), options);
}
