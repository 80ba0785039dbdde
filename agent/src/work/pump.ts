import type { PhaseMessage } from "../ledger/ledger.ts";
import type { WorkContext } from "./context.ts";
import { GatewayFault } from "./gateway-port.ts";

const BATCH = 50;
/** A gateway that has not seen the claim yet refuses; so long is that believed. */
const PATIENCE_MS = 120_000;

/** Tells the gateway what it has not heard yet: phases in order, then live output. Returns whether it answers. */
export async function pump(context: WorkContext, signal: AbortSignal): Promise<boolean> {
  try {
    await sendPhases(context, signal);
    for (const executionId of context.logs.open()) await context.logs.send(executionId, signal).catch(rethrowUnreachable);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof GatewayFault)) throw error;
    context.log.debug({ why: error.metaMessages }, error.shortMessage);
    return false;
  }
}

async function sendPhases({ ledger, gateway, clock, log }: WorkContext, signal: AbortSignal): Promise<void> {
  const stuck = new Set<string>();
  for (const message of ledger.outbox.next(BATCH)) {
    const { sequence, executionId, event } = message;
    if (stuck.has(executionId)) continue;
    try {
      await gateway.postPhase(executionId, event, signal);
      ledger.outbox.done(sequence);
    } catch (error) {
      if (!(error instanceof GatewayFault) || error.kind === "unreachable") throw error;
      if (isHopeless(error, message, clock.now())) {
        log.warn({ executionId, phase: event.phase, why: error.metaMessages }, "the gateway does not take this phase");
        ledger.outbox.done(sequence);
      } else stuck.add(executionId);
    }
  }
}

function isHopeless(fault: GatewayFault, { event }: PhaseMessage, now: number): boolean {
  return fault.kind === "refused" || now - event.at > PATIENCE_MS;
}

function rethrowUnreachable(error: unknown): void {
  if (!(error instanceof GatewayFault) || error.kind === "unreachable") throw error;
}
