import type { Clock } from "@computehive/protocol/clock";
import type { Hex } from "viem";
import { type BookOptions, syncBook } from "../book/book.ts";
import type { BookChain } from "../book/chain-port.ts";
import type { JobIndex } from "../book/job-index.ts";
import type { Metrics } from "../health/metrics.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Sender } from "../money/sender.ts";
import type { Log } from "../work/context.ts";

export interface FollowPorts {
  chain: BookChain;
  ledger: Ledger;
  clock: Clock;
  index: JobIndex;
  sender: Sender;
  metrics: Metrics;
  log: Log;
}

export type Followed = { kind: "followed" } | { kind: "replaced"; expected: Hex; given: Hex };

/** Brings the book to the chain's head, and tells everything that rests on blocks that are gone. */
export async function followChain(ports: FollowPorts, options: BookOptions, signal: AbortSignal): Promise<Followed> {
  for (;;) {
    signal.throwIfAborted();
    const synced = await syncBook({ ...ports, onRewind: ports.sender.reopen }, options, signal);
    if (synced.kind === "replaced") return synced;
    if (synced.kind === "unchanged") return { kind: "followed" };
    if (synced.kind === "rewound") wentBack(ports, synced.ancestor, synced.depth);
    else ports.index.refresh(synced.jobIds);
  }
}

function wentBack({ ledger, index, metrics, log, clock }: FollowPorts, ancestor: bigint, depth: bigint): void {
  index.rebuild();
  metrics.reorg(Number(depth));
  ledger.notes.add({
    at: clock.now(),
    subject: "chain",
    kind: "reorg",
    text: `The chain went back ${depth} blocks, to block ${ancestor}.`,
  });
  log.warn({ ancestor: ancestor.toString(), depth: depth.toString() }, "the chain went back");
}
