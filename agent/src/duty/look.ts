import { adoptClaims } from "../work/adopt.ts";
import type { WorkContext } from "../work/context.ts";
import { followChain } from "./follow-chain.ts";
import type { DutyPorts, DutyState } from "./ports.ts";
import { situationOf } from "./situation.ts";

const PRUNE_EVERY_LOOKS = 500;

/** Looks at the chain once, and does what follows from it. A chain that does not answer is asked again. */
export async function lookOnce(ports: DutyPorts, state: DutyState, signal: AbortSignal): Promise<void> {
  try {
    await look(ports, state, signal);
    state.chainReachable = true;
  } catch (error) {
    if (signal.aborted) return;
    if (!isUnreachable(error)) throw error;
    if (state.chainReachable)
      ports.context.log.warn({ error: String(error).split("\n")[0] }, "the chain does not answer");
    state.chainReachable = false;
    ports.metrics.lookFailed();
  }
}

async function look(ports: DutyPorts, state: DutyState, signal: AbortSignal): Promise<void> {
  const { config, context, chain, index, worker, claimer, leftOrders, metrics } = ports;
  const { ledger, clock, sender, log, deployment } = context;
  const bookOptions = {
    genesisHash: deployment.genesisHash as `0x${string}`,
    firstBlock: BigInt(deployment.blockNumber),
    logRange: BigInt(config.chain.logRange),
    memory: ports.memory,
  };
  const followed = await followChain({ chain, ledger, clock, index, sender, metrics, log }, bookOptions, signal);
  if (followed.kind === "replaced") return suspend(ports, state, followed.given);
  if (state.wrongChain !== undefined) resume(ports, state);
  await sender.advanceAll(signal);
  for (const view of index.claimed()) adoptClaims(view, context, claimer.memoryOf(view.terms.manifestHash));
  await worker.look(signal);
  [state.balance, state.standing] = await Promise.all([
    chain.balance(context.node, signal),
    chain.standing(context.node),
  ]);
  const open = [...index.open(), ...leftOrders.look(index.has, signal)];
  if (open.length > 0) await claimer.consider(open, await situationOf(ports, state, open), signal);
  state.looks += 1;
  if (state.looks % PRUNE_EVERY_LOOKS === 0) prune(ports);
}

/**
 * The endpoint serves another chain: nothing is claimed, run, signed or sent. The ledger stays as it is, because the fault may be the
 * endpoint's and pass; a chain that was begun anew comes with a new deployment file, and the next start closes the ledger of the old one.
 */
async function suspend({ context, worker }: DutyPorts, state: DutyState, given: string): Promise<void> {
  if (state.wrongChain === undefined) {
    context.log.error({ given }, "the endpoint serves another chain than the deployment's");
    note(context, "wrong-chain", `The endpoint serves a chain with the first block ${given}; nothing is done there.`);
  }
  state.wrongChain = given;
  await worker.stop();
}

function resume({ context }: DutyPorts, state: DutyState): void {
  state.wrongChain = undefined;
  context.log.info({}, "the endpoint serves the deployment's chain again");
  note(context, "right-chain", "The endpoint serves the deployment's chain again; everything goes on.");
}

function note({ ledger, clock }: WorkContext, kind: string, text: string): void {
  ledger.notes.add({ at: clock.now(), subject: "chain", kind, text });
}

function prune({ context, index, memory }: DutyPorts): void {
  const head = context.ledger.book.head();
  if (!head) return;
  index.prune(head.number - BigInt(memory), (jobId) => context.ledger.executions.ofJob(jobId).length > 0);
}

/** Whether the chain, and not this program, failed. */
export function isUnreachable(error: unknown): boolean {
  return (
    error instanceof Error &&
    /HttpRequestError|TimeoutError|RpcRequestError|LimitExceeded|BlockNotFound|TransactionNotFound|UnknownRpcError|InternalRpcError/.test(
      `${error.name} ${error.cause instanceof Error ? error.cause.name : ""}`,
    )
  );
}
