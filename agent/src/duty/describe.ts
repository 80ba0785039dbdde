import type { NodeStatus } from "@computehive/protocol/api/heartbeat";
import type { Reason } from "@computehive/protocol/phases";
import type { AgentConfig } from "../config/config.ts";
import type { AgentStatus } from "../health/status.ts";
import type { JurorStatus } from "../juror/status.ts";
import { fundsLevel } from "../money/funds.ts";
import { AGENT_VERSION } from "../version.ts";
import type { WorkContext } from "../work/context.ts";
import { isFinal, PHASES } from "../work/phases.ts";
import type { DutyPorts, DutyState } from "./ports.ts";

const SHOWN_NOTES = 50;

/** The whole of /health. */
export function statusOf(
  { config, context, worker, claimer, probe, juror }: DutyPorts,
  state: DutyState,
  startedAt: number,
): AgentStatus {
  const { ledger, node, deployment } = context;
  const head = ledger.book.head();
  const serving = juror?.status();
  const reasons = [...alarms(config, context, state), ...jurorAlarms(serving)];
  const { slots, memoryBytes } = worker.occupied();
  return {
    status: nodeStatus(state, reasons.length > 0),
    reasons: [...reasons, ...(state.paused ? [{ reason: "paused" as Reason, detail: "paused by its owner" }] : [])],
    node,
    provider: state.standing?.provider,
    chain: {
      id: deployment.chainId,
      reachable: state.chainReachable,
      headNumber: head?.number.toString(),
      headHash: head?.hash,
    },
    gateway: { url: config.gateway.url, reachable: state.gatewayReachable },
    gasMoney: {
      wei: state.balance?.toString(),
      alarmBelow: config.funds.alarmBelow.toString(),
      claimAbove: config.funds.claimAbove.toString(),
    },
    capacity: {
      slots: config.limits.slots,
      used: slots,
      memoryBytes: config.limits.memoryBytes,
      memoryUsed: memoryBytes,
    },
    sandbox: { layers: context.sandbox.layers, missing: probe.missing, overheadBytes: probe.overheadBytes },
    executions: ledger.executions.countByPhase() as Record<string, number>,
    live: ledger.executions
      .inPhases(PHASES.filter((phase) => !isFinal(phase)))
      .map(({ executionId, jobId, phase, reason, givenUp }) => ({
        executionId,
        jobId,
        phase,
        ...(reason ? { reason } : {}),
        ...(givenUp ? { givenUp: `${givenUp.reason}: ${givenUp.detail}` } : {}),
      })),
    decisions: claimer.decisions(),
    notes: ledger.notes.recent(SHOWN_NOTES),
    startedAt,
    agentVersion: AGENT_VERSION,
    ...(serving && { juror: serving }),
  };
}

function jurorAlarms(juror: JurorStatus | undefined): AgentStatus["reasons"] {
  if (!juror?.gasMoney.low) return [];
  return [{ reason: "gas-money-low", detail: `The juror's account holds ${juror.gasMoney.wei} wei.` }];
}

function nodeStatus(state: DutyState, alarm: boolean): NodeStatus {
  if (alarm) return "alarm";
  if (state.draining) return "draining";
  return state.paused ? "paused" : "ready";
}

function alarms(config: AgentConfig, { ledger }: WorkContext, state: DutyState): AgentStatus["reasons"] {
  const reasons: AgentStatus["reasons"] = [];
  if (state.wrongChain)
    reasons.push({
      reason: "chain-reorganised",
      detail: `The endpoint serves another chain: its first block is ${state.wrongChain}.`,
    });
  if (!state.chainReachable && state.looks > 0)
    reasons.push({ reason: "chain-unreachable", detail: "The chain's RPC does not answer." });
  if (!state.gatewayReachable) reasons.push({ reason: "gateway-unreachable", detail: "The gateway does not answer." });
  if (state.balance !== undefined && fundsLevel(state.balance, config.funds) !== "enough") {
    reasons.push({
      reason: "gas-money-low",
      detail: `The node key holds ${state.balance} wei; the alarm is at ${config.funds.alarmBelow}.`,
    });
  }
  if (ledger.notes.ofKind("foreign-claim").length > 0)
    reasons.push({ reason: "unknown-fault", detail: "This node's key claimed a job that this ledger does not know." });
  return reasons;
}
