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
    for (const executionId of context.logs.open())
      await context.logs.send(executionId, signal).catch(rethrowUnreachable);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof GatewayFault)) throw error;
    context.log.debug({ why: error.metaMessages }, error.shortMessage);
    return false;
  }
}

/** One that the gateway does not take yet holds up those of its own execution only. */
async function sendPhases(context: WorkContext, signal: AbortSignal): Promise<void> {
  const stuck = new Set<string>();
  for (const message of context.ledger.outbox.next(BATCH)) {
    if (stuck.has(message.executionId)) continue;
    if (await sendPhase(message, context, signal)) context.ledger.outbox.done(message.sequence);
    else stuck.add(message.executionId);
  }
}

/** Whether the message is done with: taken, or refused for ever. */
async function sendPhase(
  message: PhaseMessage,
  { gateway, clock, log }: WorkContext,
  signal: AbortSignal,
): Promise<boolean> {
  const { executionId, event } = message;
  try {
    await gateway.postPhase(executionId, event, signal);
    return true;
  } catch (error) {
    if (!(error instanceof GatewayFault) || error.kind === "unreachable") throw error;
    if (!isHopeless(error, message, clock.now())) return false;
    log.warn({ executionId, phase: event.phase, why: error.metaMessages }, "the gateway does not take this phase");
    return true;
  }
}

function isHopeless(fault: GatewayFault, { event }: PhaseMessage, now: number): boolean {
  return fault.kind === "refused" || now - event.at > PATIENCE_MS;
}

function rethrowUnreachable(error: unknown): void {
  if (!(error instanceof GatewayFault) || error.kind === "unreachable") throw error;
}
