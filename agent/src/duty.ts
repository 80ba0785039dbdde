import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { NodeStatus } from "@computehive/protocol/api/heartbeat";
import type { Reason } from "@computehive/protocol/phases";
import type { NodeStanding, RpcChain } from "./adapters/chain/rpc-chain.ts";
import type { ProbeResult } from "./adapters/process/probe.ts";
import type { JobIndex } from "./book/job-index.ts";
import type { AgentConfig } from "./config/config.ts";
import type { Metrics } from "./health/metrics.ts";
import type { AgentStatus } from "./health/status.ts";
import { createHeartbeats } from "./heartbeat/heartbeat.ts";
import { followChain } from "./loop.ts";
import { fundsLevel } from "./money/funds.ts";
import type { Claimer } from "./screen/claimer.ts";
import { floorOf, standingOffers } from "./screen/floor.ts";
import type { ScreenSituation } from "./screen/screen.ts";
import { abandonChain } from "./identity.ts";
import { adoptClaims } from "./work/adopt.ts";
import type { WorkContext } from "./work/context.ts";
import { isFinal, PHASES } from "./work/phases.ts";
import { pump } from "./work/pump.ts";
import { nowFor } from "./work/time.ts";
import type { Worker } from "./work/worker.ts";
import { writeDurably } from "./work/files.ts";
import { toJson } from "./health/status.ts";

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

/** What an agent does all day: follow the chain, carry its executions, claim, report. */
export interface Duty {
  /** Ends when the agent has been drained or stopped. */
  run(): Promise<void>;
  status(): AgentStatus;
  /** Claims nothing more, finishes what can be finished in time, then ends. */
  drain(): void;
  /** Ends at once. The ledger knows how to go on. */
  stop(): void;
  /** Claims nothing until resumed; stays so over restarts. */
  setPaused(paused: boolean): void;
}

export const AGENT_VERSION = "0.1.0";
/** Gas of claim, submit and settle together, rounded up. */
const GAS_OF_A_JOB = 500_000n;
const PRUNE_EVERY_LOOKS = 500;
const SHOWN_NOTES = 50;
const PUMP_EVERY_MS = 200;

interface State {
  draining: boolean;
  paused: boolean;
  chainReachable: boolean;
  gatewayReachable: boolean;
  wrongChain: string | undefined;
  balance: bigint | undefined;
  standing: NodeStanding | undefined;
  looks: number;
}

export function createDuty(ports: DutyPorts): Duty {
  const { config, context, worker } = ports;
  const { log, clock } = context;
  const stopped = new AbortController();
  const pauseFile = join(config.dataFolder, "paused");
  const startedAt = clock.now();
  const state: State = {
    draining: false,
    paused: existsSync(pauseFile),
    chainReachable: false,
    gatewayReachable: true,
    wrongChain: undefined,
    balance: undefined,
    standing: undefined,
    looks: 0,
  };
  const status = () => statusOf(ports, state, startedAt);
  const beat = createHeartbeats(clock, config.accept);

  const every = async (ms: number, work: (signal: AbortSignal) => Promise<void>) => {
    while (!stopped.signal.aborted) {
      await work(stopped.signal).catch((error: unknown) => {
        if (!stopped.signal.aborted) log.error({ error: error instanceof Error ? error.stack : String(error) }, "an unforeseen fault");
      });
      await context.wait(ms, stopped.signal).catch(() => undefined);
    }
  };

  const heartbeat = async (signal: AbortSignal) => {
    const content = beat(status());
    await context.gateway.postHeartbeat(content, signal).catch((error: unknown) => log.debug({ error: String(error) }, "the heartbeat did not arrive"));
    writeDurably(join(config.dataFolder, "status.json"), new TextEncoder().encode(toJson(status())));
  };

  return {
    status,
    async run() {
      await Promise.all([
        every(config.chain.pollMs, (signal) => lookOnce(ports, state, signal)),
        every(PUMP_EVERY_MS, async (signal) => {
          state.gatewayReachable = await pump(context, signal);
        }),
        every(config.gateway.heartbeatSeconds * 1_000, heartbeat),
      ]);
      await worker.stop();
    },
    drain() {
      if (state.draining) return;
      state.draining = true;
      log.info({ seconds: config.drainSeconds }, "draining: no new claims");
      void untilDone(ports, config.drainSeconds * 1_000, stopped.signal).then((finished) => {
        log.info({ finished }, finished ? "drained" : "the time for draining is over; the rest goes on after the next start");
        stopped.abort(new Error("The agent stops."));
      });
    },
    stop: () => stopped.abort(new Error("The agent stops.")),
    setPaused(paused) {
      state.paused = paused;
      if (paused) writeFileSync(pauseFile, "");
      else rmSync(pauseFile, { force: true });
      log.info({ paused }, paused ? "paused: no new claims" : "resumed");
    },
  };
}

async function lookOnce(ports: DutyPorts, state: State, signal: AbortSignal): Promise<void> {
  try {
    await look(ports, state, signal);
    state.chainReachable = true;
  } catch (error) {
    if (signal.aborted) return;
    if (!isUnreachable(error)) throw error;
    if (state.chainReachable) ports.context.log.warn({ error: String(error).split("\n")[0] }, "the chain does not answer");
    state.chainReachable = false;
    ports.metrics.lookFailed();
  }
}

async function look(ports: DutyPorts, state: State, signal: AbortSignal): Promise<void> {
  const { config, context, chain, index, worker, claimer, metrics } = ports;
  const { ledger, clock, sender, log, deployment } = context;
  const bookOptions = {
    genesisHash: deployment.genesisHash as `0x${string}`,
    firstBlock: BigInt(deployment.blockNumber),
    logRange: BigInt(config.chain.logRange),
    memory: ports.memory,
  };
  const followed = await followChain({ chain, ledger, clock, index, sender, metrics, log }, bookOptions, signal);
  if (followed.kind === "replaced") return replaced(ports, state, followed.given);
  state.wrongChain = undefined;
  await sender.advanceAll(signal);
  for (const view of followed.changed) adoptClaims(view, context, claimer.memoryOf(view.terms.manifestHash));
  await worker.look(signal);
  [state.balance, state.standing] = await Promise.all([chain.balance(context.node, signal), chain.standing(context.node)]);
  const open = index.open();
  if (open.length > 0) await claimer.consider(open, await situationOf(ports, state), signal);
  state.looks += 1;
  if (state.looks % PRUNE_EVERY_LOOKS === 0) prune(ports);
}

/** The endpoint serves another chain: nothing is claimed, signed or sent there. */
function replaced(ports: DutyPorts, state: State, given: string): void {
  if (state.wrongChain === undefined) {
    ports.context.log.error({ given }, "the endpoint serves another chain than the deployment's");
    abandonChain(ports.context, `The endpoint serves a chain with the first block ${given}.`);
    ports.index.rebuild();
  }
  state.wrongChain = given;
}

async function situationOf({ config, context, chain, worker, freeDiskBytes }: DutyPorts, state: State): Promise<ScreenSituation> {
  const { ledger, clock, node, domain } = context;
  const now = nowFor(ledger, clock);
  const { slots, memoryBytes } = worker.occupied();
  const pending = pendingClaims(context);
  const provider = state.standing?.provider ?? node;
  const offers = standingOffers(ledger.book.offerEvents(), { node, provider, domain, now });
  const { maxFeePerGas } = config.accept.tokenPerCoin > 0n ? await chain.fees() : { maxFeePerGas: 0n };
  return {
    node,
    now,
    state: state.draining ? "draining" : state.paused ? "paused" : "ready",
    registered: state.standing?.mayClaim ?? false,
    freeSlots: config.limits.slots - slots - pending,
    freeMemoryBytes: config.limits.memoryBytes - memoryBytes,
    freeDiskBytes: freeDiskBytes(),
    freeStake: state.standing?.freeStake ?? 0n,
    gasMoneyEnough: fundsLevel(state.balance ?? 0n, config.funds) !== "stop",
    floor: config.accept.floor ?? floorOf(offers),
    gasCost: (GAS_OF_A_JOB * maxFeePerGas * config.accept.tokenPerCoin) / 10n ** 18n,
  };
}

/** Claims on their way whose execution is not in the ledger yet. */
function pendingClaims({ ledger }: WorkContext): number {
  return ledger.transactions
    .withStatus(["recorded", "signed", "sent", "mined"])
    .filter(({ action, subject, succeeded, void: isVoid }) => action === "claim" && succeeded !== false && !isVoid && !ledger.executions.get(subject)).length;
}

function prune({ context, index, memory }: DutyPorts): void {
  const head = context.ledger.book.head();
  if (!head) return;
  index.prune(head.number - BigInt(memory), (jobId) => context.ledger.executions.ofJob(jobId).length > 0);
}

/** Waits until all that began is submitted and told; answers whether that was so before the time was over. */
async function untilDone({ context, worker }: DutyPorts, ms: number, signal: AbortSignal): Promise<boolean> {
  const { clock, wait } = context;
  const until = clock.now() + ms;
  for (;;) {
    if (isDone(context, worker)) return true;
    if (signal.aborted || clock.now() >= until) return false;
    await wait(100, signal).catch(() => undefined);
  }
}

function isDone({ ledger }: WorkContext, worker: Worker): boolean {
  const unsent = ledger.transactions.withStatus(["recorded", "signed", "sent"]).length;
  const begun = ledger.executions.inPhases(["claimed", "fetched", "running", "stored", "signed", "uploaded"]).filter(({ givenUp }) => !givenUp).length;
  return worker.busy() === 0 && unsent === 0 && begun === 0 && ledger.outbox.next(1).length === 0;
}

function isUnreachable(error: unknown): boolean {
  return error instanceof Error && /HttpRequestError|TimeoutError|RpcRequestError|LimitExceeded|BlockNotFound|UnknownRpcError|InternalRpcError/.test(`${error.name} ${error.cause instanceof Error ? error.cause.name : ""}`);
}

function statusOf({ config, context, worker, claimer, probe }: DutyPorts, state: State, startedAt: number): AgentStatus {
  const { ledger, node, deployment } = context;
  const head = ledger.book.head();
  const reasons = alarms(config, context, state);
  const { slots, memoryBytes } = worker.occupied();
  return {
    status: nodeStatus(state, reasons.length > 0),
    reasons: [...reasons, ...(state.paused ? [{ reason: "paused" as Reason, detail: "paused by its owner" }] : [])],
    node,
    provider: state.standing?.provider,
    chain: { id: deployment.chainId, reachable: state.chainReachable, headNumber: head?.number.toString(), headHash: head?.hash },
    gateway: { url: config.gateway.url, reachable: state.gatewayReachable },
    gasMoney: { wei: state.balance?.toString(), alarmBelow: config.funds.alarmBelow.toString(), claimAbove: config.funds.claimAbove.toString() },
    capacity: { slots: config.limits.slots, used: slots, memoryBytes: config.limits.memoryBytes, memoryUsed: memoryBytes },
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
  };
}

function nodeStatus(state: State, alarm: boolean): NodeStatus {
  if (alarm) return "alarm";
  if (state.draining) return "draining";
  return state.paused ? "paused" : "ready";
}

function alarms(config: AgentConfig, { ledger }: WorkContext, state: State): AgentStatus["reasons"] {
  const reasons: AgentStatus["reasons"] = [];
  if (state.wrongChain) reasons.push({ reason: "chain-reorganised", detail: `The endpoint serves another chain: its first block is ${state.wrongChain}.` });
  if (!state.chainReachable && state.looks > 0) reasons.push({ reason: "chain-unreachable", detail: "The chain's RPC does not answer." });
  if (!state.gatewayReachable) reasons.push({ reason: "gateway-unreachable", detail: "The gateway does not answer." });
  if (state.balance !== undefined && fundsLevel(state.balance, config.funds) !== "enough") {
    reasons.push({ reason: "gas-money-low", detail: `The node key holds ${state.balance} wei; the alarm is at ${config.funds.alarmBelow}.` });
  }
  if (ledger.notes.ofKind("foreign-claim").length > 0) reasons.push({ reason: "unknown-fault", detail: "This node's key claimed a job that this ledger does not know." });
  return reasons;
}

