import type { Clock } from "@computehive/protocol/clock";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { Reason, Phase as ReportedPhase } from "@computehive/protocol/phases";
import type { Hex } from "viem";
import type { ExecutionRow, Ledger } from "../ledger/ledger.ts";
import { assertAdvance, assertRewind, isLocal, LOCAL_PHASES, type LocalPhase, type Phase } from "./phases.ts";

export interface ProgressPorts {
  ledger: Ledger;
  clock: Clock;
  /** Called when a phase is durable; also where test faults crash. */
  onPhase(row: ExecutionRow): void;
}

/** What the gateway hears; the market's own states it reads from the chain. */
const REPORTED = {
  claimed: "claimed",
  fetched: "fetched",
  running: "running",
  stored: "stored",
  signed: "signed",
  uploaded: "uploaded",
  submitted: "submitted",
  disputed: undefined,
  settled: "settled",
  refunded: "settled",
  declined: "declined",
  expired: "failed",
  lost: "failed",
} as const satisfies Record<Phase, ReportedPhase | undefined>;

export interface AdvanceOptions {
  reason?: Reason;
  detail?: string;
  change?: Partial<ExecutionRow>;
}

/** Takes an execution to `to`: in one durable step, with what it means for the ledger and the message for the gateway. */
export function advanceTo(
  executionId: Hex,
  to: Phase,
  ports: ProgressPorts,
  { reason, detail, change = {} }: AdvanceOptions = {},
): ExecutionRow {
  const { ledger, clock } = ports;
  const next = ledger.atomically(() => {
    const row = expectRow(ledger, executionId);
    assertAdvance(executionId, row.phase, to);
    const moved = withPhase({ ...row, ...change }, to, clock, reason);
    ledger.executions.put(moved);
    report(moved, to, ports, reason, detail);
    return moved;
  });
  ports.onPhase(next);
  return next;
}

/** Takes an execution back to where the chain, as it is now, has it. */
export function rewindTo(executionId: Hex, to: Phase, ports: ProgressPorts): ExecutionRow {
  const { ledger, clock } = ports;
  return ledger.atomically(() => {
    const row = expectRow(ledger, executionId);
    assertRewind(executionId, row.phase, to);
    const { settlement: _, reason: __, ...rest } = row;
    const moved: ExecutionRow = { ...rest, phase: to, updatedAt: clock.now() };
    ledger.executions.put(moved);
    ledger.notes.add({
      at: clock.now(),
      subject: executionId,
      kind: "rewound",
      text: `From ${row.phase} to ${to}: the chain went back.`,
    });
    report(moved, to, ports, "chain-reorganised");
    return moved;
  });
}

/** Changes facts of an execution without changing its phase. */
export function amend(executionId: Hex, { ledger, clock }: ProgressPorts, change: Partial<ExecutionRow>): ExecutionRow {
  return ledger.atomically(() => {
    const amended: ExecutionRow = { ...expectRow(ledger, executionId), ...change, updatedAt: clock.now() };
    ledger.executions.put(amended);
    return amended;
  });
}

/** Says that this machine will not finish the execution, and why. The first reason stays. */
export function giveUp(executionId: Hex, ports: ProgressPorts, reason: Reason, detail: string): ExecutionRow {
  const row = expectRow(ports.ledger, executionId);
  if (row.givenUp) return row;
  ports.ledger.notes.add({
    at: ports.clock.now(),
    subject: executionId,
    kind: "given-up",
    text: `${reason}: ${detail}`,
  });
  return amend(executionId, ports, { givenUp: { reason, detail } });
}

/** The local phase that `row` has reached, whatever the chain says. */
export function reached(row: ExecutionRow, phase: LocalPhase): boolean {
  return LOCAL_PHASES.indexOf(row.local) >= LOCAL_PHASES.indexOf(phase);
}

/** A step of the gateway's list that is none of the ledger's. */
export function announce(
  executionId: Hex,
  phase: ReportedPhase,
  { ledger, clock }: ProgressPorts,
  reason?: Reason,
  detail?: string,
): void {
  ledger.outbox.add({
    executionId,
    event: {
      phase,
      at: clock.now(),
      ...(reason ? { reason } : {}),
      ...(detail ? { detail: detail.slice(0, 2_000) } : {}),
    },
  });
}

function withPhase(row: ExecutionRow, to: Phase, clock: Clock, reason: Reason | undefined): ExecutionRow {
  const { reason: _, ...rest } = row;
  return {
    ...rest,
    phase: to,
    ...(isLocal(to) ? { local: to } : {}),
    ...(reason ? { reason } : {}),
    updatedAt: clock.now(),
  };
}

function report(row: ExecutionRow, to: Phase, ports: ProgressPorts, reason?: Reason, detail?: string): void {
  const phase = REPORTED[to];
  if (phase) announce(row.executionId, phase, ports, reason, detail);
}

function expectRow(ledger: Ledger, executionId: Hex): ExecutionRow {
  const row = ledger.executions.get(executionId);
  if (!row) throw new ExecutionUnknownError({ executionId });
  return row;
}

export class ExecutionUnknownError extends ComputeHiveError {
  override readonly name = "ExecutionUnknownError";
  constructor({ executionId }: { executionId: Hex }) {
    super("The ledger does not know this execution.", { metaMessages: [`Execution: ${executionId}`] });
  }
}
