import type { NodeStanding, RpcChain } from "../adapters/chain/rpc-chain.ts";
import type { ProbeResult } from "../adapters/process/probe.ts";
import type { JobIndex } from "../book/job-index.ts";
import type { AgentConfig } from "../config/config.ts";
import type { Metrics } from "../health/metrics.ts";
import type { Claimer } from "../screen/claimer.ts";
import type { WorkContext } from "../work/context.ts";
import type { Worker } from "../work/worker.ts";

export interface DutyPorts {
  config: AgentConfig;
  context: WorkContext;
  chain: RpcChain;
  metrics: Metrics;
  probe: ProbeResult;
  worker: Worker;
  index: JobIndex;
  claimer: Claimer;
  freeDiskBytes(): number;
  /** Blocks remembered by hash. */
  memory: number;
}

/** What the duty knows beside the ledger; gone with the process. Changed by the duty alone. */
export interface DutyState {
  draining: boolean;
  paused: boolean;
  chainReachable: boolean;
  gatewayReachable: boolean;
  wrongChain: string | undefined;
  balance: bigint | undefined;
  standing: NodeStanding | undefined;
  looks: number;
}
