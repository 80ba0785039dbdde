import { parseArgs } from "node:util";
import { ComputeHiveError } from "@computehive/protocol/error";
import pino from "pino";
import { isAddress } from "viem";
import { startAgent } from "./agent.ts";
import { loadKey } from "./config/keys.ts";
import { loadConfig } from "./config/load.ts";
import { environment } from "./env.ts";
import { type PairAgentOptions, pairAgent } from "./pair-agent.ts";
import { whenStarterIsGone } from "./starter.ts";

const USAGE = "Usage: node agent/src/main.ts --config <file> [--pair [--provider <address>] [--yes]]\n";

/**
 * `node agent/src/main.ts --config agent.json`: the node daemon. With `--pair` it first has its node registered by a provider who
 * enters its code. Exit codes: 0 drained or stopped, 1 could not start or failed.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      config: { type: "string" },
      pair: { type: "boolean", default: false },
      provider: { type: "string" },
      yes: { type: "boolean", default: false },
    },
  });
  const provider = values.provider;
  if (!values.config || (provider !== undefined && !isAddress(provider))) {
    process.stderr.write(USAGE);
    return 1;
  }
  const env = environment();
  const config = loadConfig(values.config, env);
  const log = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const account = await loadKey(config.key, env);
  if (values.pair && !(await pairUntilStopped({ config, account, log, provider, yes: values.yes }))) return 0;
  const juror = config.juror?.enabled ? await loadKey(config.juror.key, env) : undefined;
  const { duty, ended } = await startAgent({ config, account, juror, log });

  let asked = false;
  const onStop = () => {
    if (asked) duty.stop();
    else duty.drain();
    asked = true;
  };
  process.on("SIGTERM", onStop);
  process.on("SIGINT", onStop);
  process.on("SIGUSR1", () => duty.setPaused(true));
  process.on("SIGUSR2", () => duty.setPaused(false));
  whenStarterIsGone(() => {
    log.warn({}, "the process that started this agent is gone");
    duty.drain();
  });
  await ended;
  return 0;
}

/** @returns whether the node is registered; false where somebody stopped the agent before. */
async function pairUntilStopped(options: Omit<PairAgentOptions, "signal">): Promise<boolean> {
  const stop = new AbortController();
  const onStop = () => stop.abort();
  process.once("SIGTERM", onStop);
  process.once("SIGINT", onStop);
  whenStarterIsGone(onStop);
  try {
    await pairAgent({ ...options, signal: stop.signal });
    return true;
  } catch (error) {
    if (stop.signal.aborted) return false;
    throw error;
  } finally {
    process.off("SIGTERM", onStop);
    process.off("SIGINT", onStop);
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const message =
      error instanceof ComputeHiveError ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${message}\n`);
    process.exit(1);
  },
);
