import { stripVTControlCharacters } from "node:util";
import { isTerminal } from "@computehive/protocol/job-state";
import { PHASE_SENTENCES, REASON_SENTENCES } from "@computehive/protocol/phases";
import type { LogEvent } from "@computehive/sdk/gateway/follow-logs";
import { gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import { readJob } from "@computehive/sdk/jobs/read-job";
import { wait } from "@computehive/sdk/retry";
import type { Hex } from "viem";

const POLL_MS = 250;
/** What the node told the gateway last may arrive a moment after the chain's news. */
const LAST_WORDS_MS = 1_000;

export interface FollowPorts {
  say(line: string): void;
  readonly signal: AbortSignal;
}

/** Tells phases and live output of a job until its receipt is submitted, or nothing can happen any more. */
export async function followJob(client: HiveClient, jobId: Hex, { say, signal }: FollowPorts): Promise<JobView> {
  const over = new AbortController();
  const telling = new Map<Hex, Promise<void>>();
  try {
    for (;;) {
      const job = await readJob(client, jobId, { signal });
      const executionId = job.current?.executionId;
      if (executionId && !telling.has(executionId)) {
        telling.set(executionId, tell(client, executionId, { say, signal: AbortSignal.any([signal, over.signal]) }));
      }
      if (job.state === "submitted" || job.state === "disputed" || isTerminal(job.state)) return job;
      await wait(POLL_MS, signal);
    }
  } finally {
    if (!signal.aborted) await Promise.race([Promise.all(telling.values()), wait(LAST_WORDS_MS)]);
    over.abort();
    await Promise.all(telling.values());
  }
}

/** The log is for people: a gateway that does not answer stops the story, not the job. */
async function tell(client: HiveClient, executionId: Hex, { say, signal }: FollowPorts): Promise<void> {
  const decoder = new TextDecoder();
  try {
    for await (const event of gatewayOf(client).followLogs(executionId, { signal })) {
      for (const line of linesOf(event, decoder)) say(line);
      if (event.kind === "phase" && event.phase.phase === "submitted") return;
    }
  } catch (error) {
    if (!signal.aborted) say(`  The live log is not to be had: ${(error as Error).message}`);
  }
}

function linesOf(event: LogEvent, decoder: TextDecoder): string[] {
  if (event.kind === "phase") {
    const { phase, reason } = event.phase;
    return [`  ${phase.padEnd(9)} ${PHASE_SENTENCES[phase]}${reason ? ` (${REASON_SENTENCES[reason]})` : ""}`];
  }
  if (event.kind === "truncated") return [`    | (the log is cut off here: ${event.length} bytes)`];
  const text = stripVTControlCharacters(decoder.decode(event.bytes, { stream: true }));
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => `    | ${line}`);
}
