import { parseArgs } from "node:util";
import { ComputeHiveError } from "@computehive/protocol/error";
import pino from "pino";
import { startAgent } from "./agent.ts";
import { loadKey } from "./config/keys.ts";
import { loadConfig } from "./config/load.ts";
import { environment } from "./env.ts";
import { whenStarterIsGone } from "./starter.ts";

/** `node agent/src/main.ts --config agent.json`: the node daemon. Exit codes: 0 drained or stopped, 1 could not start or failed. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { config: { type: "string" } } });
  if (!values.config) {
    process.stderr.write("Usage: node agent/src/main.ts --config <file>\n");
    return 1;
  }
  const env = environment();
  const config = loadConfig(values.config, env);
  const log = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const account = await loadKey(config.key, env);
  const { duty, ended } = await startAgent({ config, account, log });

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

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const message =
      error instanceof ComputeHiveError ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${message}\n`);
    process.exit(1);
  },
);
