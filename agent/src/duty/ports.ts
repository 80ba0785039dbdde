import type { JobIndex } from "../book/job-index.ts";
import type { AgentConfig } from "../config/config.ts";
import type { Metrics } from "../health/metrics.ts";
import type { Juror } from "../juror/juror.ts";
import type { ProbeResult } from "../sandbox/probe-result.ts";
import type { Claimer } from "../screen/claimer.ts";
import type { LeftOrders } from "../screen/left-orders.ts";
import type { WorkContext } from "../work/context.ts";
import type { Worker } from "../work/worker.ts";
import type { DutyChain, NodeStanding } from "./chain-port.ts";

export interface DutyPorts {
  config: AgentConfig;
  context: WorkContext;
  chain: DutyChain;
  metrics: Metrics;
  probe: ProbeResult;
  worker: Worker;
  index: JobIndex;
  claimer: Claimer;
  leftOrders: LeftOrders;
  freeDiskBytes(): number;
  /** Beside the node's work, where this agent serves as one. */
  juror?: Juror | undefined;
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
