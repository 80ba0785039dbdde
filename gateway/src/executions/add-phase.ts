import type { PhaseEvent } from "@computehive/protocol/api/execution";
import { GatewayError } from "../gateway-error.ts";
import type { Hub } from "../hub.ts";
import type { Entry, ExecutionRows } from "./execution-rows.ts";

export interface PhasePorts {
  readonly rows: ExecutionRows;
  readonly hub: Hub;
  readonly maxPhases: number;
}

/** Adds one line to an execution's timeline; an equal one is already there and changes nothing. */
export async function addPhase(entry: Entry, event: PhaseEvent, { rows, hub, maxPhases }: PhasePorts): Promise<void> {
  const result = await rows.addPhase(entry, event, { maxPhases });
  if (result.kind === "too-many") throw new TimelineFullError({ maxPhases });
  hub.notify(entry.claim.executionId);
}

export class TimelineFullError extends GatewayError {
  override readonly name = "TimelineFullError";
  constructor({ maxPhases }: { maxPhases: number }) {
    super("The timeline of this execution is full.", { code: "too-large", rule: `at most ${maxPhases} events` });
  }
}
