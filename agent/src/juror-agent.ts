import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "@computehive/protocol/clock";
import type { Deployment } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { createGatewayClient } from "@computehive/sdk/gateway-client";
import { createHiveClient } from "@computehive/sdk/hive-client";
import { juryOf } from "@computehive/sdk/jury/jury-requests";
import { judgeResult } from "@computehive/sdk/verify/judge-result";
import { type Address, isAddressEqual, type LocalAccount, type PublicClient } from "viem";
import { createJuryChain } from "./adapters/chain/jury-chain.ts";
import { endOrphan } from "./adapters/process/proc.ts";
import { openJurorLedger } from "./adapters/sqlite/open-ledger.ts";
import type { AgentConfig, JurorConfig } from "./config/config.ts";
import { claimIdentity } from "./identity.ts";
import { createJobCache, type JurorContext } from "./juror/context.ts";
import { executeInSandbox } from "./juror/execute-in-sandbox.ts";
import { type Examine, judgeCase } from "./juror/judge.ts";
import { createJuror, type Juror } from "./juror/juror.ts";
import { createHeaderSeeds, createSecretSeeds } from "./juror/seeds.ts";
import type { SenderPolicy } from "./money/policy.ts";
import { createSender } from "./money/sender.ts";
import { endOrphansIn } from "./orphans.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";
import { createTransactionSigner } from "./signer.ts";
import { crashAfterStep, NO_FAULTS } from "./testing/faults.ts";
import type { Log } from "./work/context.ts";
import { executionFolder, writeDurably } from "./work/files.ts";
import { nowFor } from "./work/time.ts";

export interface JurorAgentPorts {
  readonly config: AgentConfig & { readonly juror: JurorConfig };
  /** Of the juror. */
  readonly account: LocalAccount;
  readonly node: Address;
  readonly deployment: Deployment;
  readonly client: PublicClient;
  readonly sandbox: Sandbox;
  readonly policy: SenderPolicy;
  readonly log: Log;
  readonly clock: Clock;
}

export interface JurorAgent {
  readonly juror: Juror;
  /** Ends when the juror does, and puts everything away. */
  readonly ended: Promise<void>;
}

/** Puts a juror together from its parts and starts it. @throws JurorKeySharedError, JuryMissingError */
export function startJuror(ports: JurorAgentPorts): JurorAgent {
  const { config, account, node, deployment, client, policy, log, clock } = ports;
  const jury = juryOf(deployment);
  if (isAddressEqual(account.address, node)) throw new JurorKeySharedError({ account: node });
  const folder = join(config.dataFolder, "juror");
  const ledger = openJurorLedger(folder);
  try {
    const chain = createJuryChain({ client, deployment, account: account.address });
    const { chainId, genesisHash } = deployment;
    const sender = createSender({ chain, ledger, signer: createTransactionSigner(account), clock, chainId, policy });
    const identity = { chainId, genesisHash, market: deployment.contracts.market, node: account.address };
    claimIdentity(identity, ledger.identity, () =>
      ledger.atomically(() => {
        sender.abandonAll("chain-replaced");
        ledger.book.rewind(undefined);
        ledger.secrets.forget();
      }),
    );
    endOrphansIn(folder, { endOrphan, log });
    const isByHeaders = deployment.parameters.jury?.randomness.form === "header";
    const createSeeds = isByHeaders ? createHeaderSeeds : createSecretSeeds;
    const context: JurorContext = {
      seeds: createSeeds({ chain, ledger, sender, clock, deployment, account: account.address }),
      account: account.address,
      jury,
      deployment,
      chain,
      ledger,
      sender,
      clock,
      log,
      config: { ...config.juror, logRange: config.chain.logRange, pollMs: config.chain.pollMs },
      jobs: createJobCache(chain),
      judge: (job, giveUpAt, signal) => {
        const now = () => nowFor(ledger, clock);
        const onFault = (error: unknown) =>
          log.debug({ jobId: job.jobId, error: String(error).split("\n")[0] }, "a gateway said nothing of this case");
        const examiners = examinersOf(ports, folder, giveUpAt, now);
        return judgeCase(job, giveUpAt, { examiners, onFault, now, wait }, signal);
      },
      onStep: (step) => crashAfterStep(step, config.testFaults ?? NO_FAULTS, config.dataFolder),
      wait,
    };
    const juror = createJuror(context, { funds: config.funds });
    log.info({ juror: account.address, jury }, "serving as a juror");
    return { juror, ended: juror.run().finally(() => ledger.close()) };
  } catch (error) {
    ledger.close();
    throw error;
  }
}

/** One for each gateway; each looks as a buyer does, and runs the program in this machine's sandbox. */
function examinersOf(
  { config, deployment, client, sandbox, clock, log }: JurorAgentPorts,
  folder: string,
  giveUpAt: number,
  now: () => number,
): Examine[] {
  const { memoryBytes, wallSeconds } = config.juror;
  const urls = [...new Set([config.gateway.url, ...config.juror.gateways])];
  return urls.map((url): Examine => {
    const gateway = createGatewayClient({ url, clock, timeout: config.gateway.requestTimeoutMs });
    const hive = createHiveClient({ deployment, publicClient: client, gateway });
    return (job, signal) => {
      const attempt = job.current;
      if (!attempt) throw new Error(`Job ${job.jobId} has no execution.`);
      const files = executionFolder(folder, attempt.executionId);
      const limits = { memoryBytes, wallSeconds: Math.max(1, Math.min(wallSeconds, giveUpAt - now())) };
      return judgeResult(hive, job, attempt, {
        signal,
        rerun: true,
        // A gateway's word that an output is there would be worth a node's bribe.
        outputs: { fetchedWithin: Math.max(LEAST_FETCH_MS, ((giveUpAt - now()) * 1_000) / FETCH_PART) },
        onProgress: (what) => log.debug({ jobId: job.jobId, gateway: url, what }, "fetching"),
        execute: (manifest, blobs) =>
          executeInSandbox(
            sandbox,
            {
              manifest,
              blobs,
              limits,
              onProcess: (process) =>
                writeDurably(join(files.path, "process.json"), new TextEncoder().encode(JSON.stringify(process))),
            },
            signal,
          ),
      }).finally(files.remove);
    };
  });
}

/** Outputs may take so much of the time that is left, and so long where none is: what hangs must leave time to say so. */
const FETCH_PART = 2;
const LEAST_FETCH_MS = 5_000;

async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal });
}

export class JurorKeySharedError extends ComputeHiveError {
  override readonly name = "JurorKeySharedError";
  constructor({ account }: { account: Address }) {
    super("The juror needs a key of its own: two ledgers would give one key's nonces twice.", {
      metaMessages: ["Field: juror.key", `Given: the node's, ${account}`],
    });
  }
}
