import type { IndexerHealth, IndexerStatus } from "@computehive/protocol/indexer-api/status";

/** What the launcher knows without Ponder. */
export interface Situation {
  readonly identity: Pick<IndexerStatus, "chainId" | "genesisHash" | "deploymentHash" | "schema" | "database">;
  reorgs: IndexerStatus["reorgs"];
  /** Why Ponder does not run, as a sentence, while it does not. */
  reason: string;
  /** The tables show a history that is gone. */
  stuck: boolean;
  /** Where Ponder listens, while it does. */
  port: number | undefined;
}

/** The status while Ponder does not answer. */
export function statusWithoutPonder({ identity, reorgs, reason, stuck }: Situation): IndexerStatus {
  return { ...identity, ready: false, head: { known: false, reason }, reorgs, stuck };
}

/** The health page. @param status as Ponder answered it; nothing where it did not. */
export function healthOf(
  status: IndexerStatus | undefined,
  { reason, behindSeconds: bearable }: { reason: string; behindSeconds: number },
): IndexerHealth {
  if (!status) return { status: "failing", checks: [{ name: "database", ok: false, reason }] };
  const lag = lagOf(status, bearable);
  const checks: IndexerHealth["checks"] = [
    { name: "database", ok: true },
    status.head.known ? { name: "chain", ok: true } : { name: "chain", ok: false, reason: status.head.reason },
    lag === undefined ? { name: "progress", ok: true } : { name: "progress", ok: false, reason: lag },
  ];
  return { status: checks.every(({ ok }) => ok) ? "ok" : "degraded", checks };
}

function lagOf({ ready, indexed, head, behindBlocks = 0, behindSeconds = 0 }: IndexerStatus, bearable: number) {
  if (!ready) {
    const at = indexed ? `block ${indexed.number}` : "the beginning";
    return `The history is being read: at ${at}${head.known ? ` of ${head.number}` : ""}.`;
  }
  // The clock of a local chain may jump: one block is no delay.
  if (behindBlocks > 1 && behindSeconds > bearable) return `The tables are ${behindBlocks} blocks behind the chain.`;
  return undefined;
}
