import { statfsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type Clock, systemClock } from "@computehive/protocol/clock";
import type { MarketDomain } from "@computehive/protocol/domain";
import { createPublicClient, http, type LocalAccount } from "viem";
import { createRpcChain } from "./adapters/chain/rpc-chain.ts";
import { createHiveGateway } from "./adapters/gateway/hive-gateway.ts";
import { createCodeCache } from "./adapters/process/code-cache.ts";
import { probeLayers } from "./adapters/process/probe.ts";
import { endOrphan } from "./adapters/process/proc.ts";
import { createProcessSandbox } from "./adapters/process/process-sandbox.ts";
import { openLedger } from "./adapters/sqlite/open-ledger.ts";
import { createJobIndex } from "./book/job-index.ts";
import type { AgentConfig } from "./config/config.ts";
import { loadDeployment } from "./config/load.ts";
import { createDuty, type Duty } from "./duty/duty.ts";
import { createMetrics } from "./health/metrics.ts";
import { type HealthServer, startHealthServer } from "./health/server.ts";
import { claimLedger } from "./identity.ts";
import { type JurorAgent, type JurorAgentPorts, startJuror } from "./juror-agent.ts";
import { DEFAULT_SENDER_POLICY } from "./money/policy.ts";
import { createSender } from "./money/sender.ts";
import { endOrphans } from "./orphans.ts";
import { createClaimer } from "./screen/claimer.ts";
import { createLeftOrders } from "./screen/left-orders.ts";
import { screenRules } from "./screen/rules.ts";
import { createSigner } from "./signer.ts";
import { assertFaultsAllowed, crashAfter, NO_FAULTS } from "./testing/faults.ts";
import type { Log, WorkContext } from "./work/context.ts";
import { createLogBook } from "./work/log-book.ts";
import { createWorker } from "./work/worker.ts";

export interface Agent {
  readonly health: HealthServer;
  readonly duty: Duty;
  /** Ends when the duty does, and puts everything away. */
  readonly ended: Promise<void>;
}

export interface AgentPorts {
  config: AgentConfig;
  account: LocalAccount;
  /** Of the juror, where it serves as one. */
  juror?: LocalAccount | undefined;
  log: Log;
  clock?: Clock;
}

/** Blocks remembered by hash, and ended executions watched: how deep a reorg is followed exactly. */
const REORG_MEMORY = 256;

/** Puts an agent together from its parts and starts its duty. The only place that knows all adapters. */
export async function startAgent(ports: AgentPorts): Promise<Agent> {
  const { config, account, log, clock = systemClock } = ports;
  const deployment = loadDeployment(config.deployment);
  assertFaultsAllowed(config.testFaults, deployment.chainId);
  const ledger = openLedger(config.dataFolder);
  let serving: JurorAgent | undefined;
  try {
    const probe = await probeLayers(config.sandbox);
    const codeCache = probe.layers.has("bubblewrap") ? createCodeCache() : undefined;
    log.info(
      { layers: [...probe.layers], missing: probe.missing, overheadBytes: probe.overheadBytes },
      "confinement layers",
    );
    const domain: MarketDomain = { chainId: deployment.chainId, address: deployment.contracts.market };
    const client = createPublicClient({
      transport: http(config.chain.rpcUrl, { timeout: config.chain.requestTimeoutMs, retryCount: 0 }),
      pollingInterval: config.chain.pollMs,
    });
    const chain = createRpcChain({ client, deployment });
    const signer = createSigner(account, domain);
    const sender = createSender({
      chain,
      ledger,
      signer,
      clock,
      chainId: deployment.chainId,
      policy: senderPolicy(config),
    });
    const gateway = createHiveGateway({
      url: config.gateway.url,
      account,
      chainId: deployment.chainId,
      clock,
      timeoutMs: config.gateway.requestTimeoutMs,
    });
    const faults = config.testFaults ?? NO_FAULTS;
    const context: WorkContext = {
      ledger,
      clock,
      gateway,
      sender,
      log,
      domain,
      deployment,
      faults,
      receipts: signer,
      node: account.address,
      dataFolder: config.dataFolder,
      sandbox: createProcessSandbox({
        layers: probe.layers,
        overheadBytes: probe.overheadBytes,
        codeCache: codeCache?.folder,
      }),
      logs: createLogBook({ dataFolder: config.dataFolder, gateway }),
      limits: {
        programBytes: config.limits.programBytes,
        inputBytes: config.limits.inputBytes,
        slackSeconds: config.accept.slackSeconds,
      },
      onPhase: ({ phase, executionId, reason }) => {
        log.info({ executionId, phase, ...(reason ? { reason } : {}) }, "phase");
        crashAfter(phase, faults, config.dataFolder);
      },
      wait: async (ms, signal) => void (await sleep(ms, undefined, { signal })),
    };
    claimLedger(
      {
        chainId: deployment.chainId,
        genesisHash: deployment.genesisHash,
        market: domain.address,
        node: account.address,
      },
      { ...context },
    );
    endOrphans(context, { endOrphan });
    serving = serveAsJuror(ports, { deployment, client, sandbox: context.sandbox, clock });
    const metrics = createMetrics();
    const duty = createDuty({
      config,
      context,
      chain,
      metrics,
      probe,
      worker: createWorker(context, { memory: REORG_MEMORY }),
      index: createJobIndex(ledger),
      claimer: createClaimer(context, screenRules(config, deployment)),
      leftOrders: createLeftOrders(context, {
        resourceClass: config.accept.resourceClass,
        everyMs: config.gateway.ordersSeconds * 1_000,
      }),
      freeDiskBytes: () => freeDisk(config.dataFolder, config.limits.reserveDiskBytes),
      memory: REORG_MEMORY,
      juror: serving?.juror,
    });
    const health = await startHealthServer(config.health, { status: duty.status, metrics });
    log.info({ health: health.url, node: account.address, chain: deployment.chainId }, "the agent is up");
    const ended = duty.run().finally(async () => {
      serving?.juror.stop();
      await serving?.ended;
      await health.close();
      codeCache?.remove();
      ledger.close();
    });
    return { health, duty, ended };
  } catch (error) {
    serving?.juror.stop();
    ledger.close();
    throw error;
  }
}

function serveAsJuror(
  { config, account, juror, log }: AgentPorts,
  ports: Pick<JurorAgentPorts, "deployment" | "client" | "sandbox" | "clock">,
): JurorAgent | undefined {
  if (!juror || !config.juror?.enabled) return undefined;
  const policy = senderPolicy(config);
  return startJuror({
    ...ports,
    config: { ...config, juror: config.juror },
    account: juror,
    node: account.address,
    policy,
    log,
  });
}

function senderPolicy({ chain }: AgentConfig) {
  return {
    ...DEFAULT_SENDER_POLICY,
    confirmations: chain.confirmations,
    maxFeePerGas: chain.maxFeePerGas,
    replaceAfterMs: chain.replaceAfterSeconds * 1_000,
    giveUpAfterMs: chain.giveUpAfterSeconds * 1_000,
  };
}

function freeDisk(folder: string, reserve: number): number {
  const { bavail, bsize } = statfsSync(folder);
  return Math.max(0, bavail * bsize - reserve);
}
