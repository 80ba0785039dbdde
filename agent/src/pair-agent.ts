import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "@computehive/protocol/clock";
import type { Address, LocalAccount } from "viem";
import { createReadProvider } from "./adapters/chain/read-provider.ts";
import { createPairingGateway } from "./adapters/gateway/pairing-gateway.ts";
import { probeLayers } from "./adapters/process/probe.ts";
import type { AgentConfig } from "./config/config.ts";
import { loadDeployment } from "./config/load.ts";
import { createDecide } from "./pairing/decide.ts";
import { runPairing } from "./pairing/run-pairing.ts";
import { sentenceOf } from "./pairing/tell.ts";
import type { Log } from "./work/context.ts";

export interface PairAgentOptions {
  readonly config: AgentConfig;
  readonly account: LocalAccount;
  readonly log: Log;
  readonly provider: Address | undefined;
  readonly yes: boolean;
  readonly signal: AbortSignal;
}

/** Puts the pairing together from its parts and sees it through. */
export async function pairAgent({ config, account, log, provider, yes, signal }: PairAgentOptions): Promise<void> {
  const decide = createDecide({ provider, yes, terminal: { input: process.stdin, output: process.stderr } });
  const deployment = loadDeployment(config.deployment);
  const { rpcUrl, requestTimeoutMs } = config.chain;
  const ports = {
    config,
    deployment,
    account,
    decide,
    layers: [...(await probeLayers(config.sandbox)).layers],
    gateway: createPairingGateway({
      url: config.gateway.url,
      account,
      clock: systemClock,
      timeoutMs: config.gateway.requestTimeoutMs,
    }),
    readProvider: createReadProvider({ rpcUrl, timeoutMs: requestTimeoutMs, deployment, node: account.address }),
    clock: systemClock,
    wait: async (milliseconds: number, aborted: AbortSignal) =>
      void (await sleep(milliseconds, undefined, { signal: aborted })),
  };
  const owner = await runPairing(
    {
      ...ports,
      tell: (news) => {
        process.stderr.write(`${sentenceOf(news)}\n`);
        log.info(news, "pairing");
      },
    },
    signal,
  );
  log.info({ node: account.address, provider: owner }, "the node is registered");
}
