import type { Clock } from "@computehive/protocol/clock";
import type { JobIndex } from "./book/job-index.ts";
import { type BookOptions, syncBook } from "./book/book.ts";
import type { BookChain } from "./book/chain-port.ts";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import type { Ledger } from "./ledger/ledger.ts";
import type { Log } from "./work/context.ts";
import type { Metrics } from "./health/metrics.ts";
import type { Sender } from "./money/sender.ts";
import type { Hex } from "viem";

export interface FollowPorts {
  chain: BookChain;
  ledger: Ledger;
  clock: Clock;
  index: JobIndex;
  sender: Sender;
  metrics: Metrics;
  log: Log;
}

export type Followed = { kind: "followed"; changed: JobView[] } | { kind: "replaced"; expected: Hex; given: Hex };

/** Brings the book to the chain's head, and tells everything that rests on blocks that are gone. */
export async function followChain(ports: FollowPorts, options: BookOptions, signal: AbortSignal): Promise<Followed> {
  const { ledger, index, log } = ports;
  const changed = new Map<Hex, JobView>();
  for (;;) {
    signal.throwIfAborted();
    const synced = await syncBook({ ...ports, onRewind: ports.sender.reopen }, options, signal);
    if (synced.kind === "replaced") return synced;
    if (synced.kind === "rewound") {
      wentBack(ports, synced.ancestor, synced.depth);
      for (const jobId of ledger.book.jobIds()) for (const view of index.refresh([jobId])) changed.set(jobId, view);
      continue;
    }
    if (synced.kind === "advanced") for (const view of index.refresh(synced.jobIds)) changed.set(view.jobId, view);
    if (synced.kind === "unchanged" || synced.head.number >= (await ports.chain.head(signal)).number) return { kind: "followed", changed: [...changed.values()] };
    log.debug({ head: synced.head.number.toString() }, "reading on");
  }
}

function wentBack({ ledger, index, metrics, log, clock }: FollowPorts, ancestor: bigint, depth: bigint): void {
  index.rebuild();
  metrics.reorg(Number(depth));
  ledger.notes.add({ at: clock.now(), subject: "chain", kind: "reorg", text: `The chain went back ${depth} blocks, to block ${ancestor}.` });
  log.warn({ ancestor: ancestor.toString(), depth: depth.toString() }, "the chain went back");
}
