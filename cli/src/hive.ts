import yargs, { type Argv } from "yargs";
import type { GlobalOptions, Perform } from "./command.ts";
import { accountCommand } from "./commands/account.ts";
import { arbiterCommand } from "./commands/arbiter.ts";
import { earningsCommand } from "./commands/earnings.ts";
import { faucetCommand } from "./commands/faucet.ts";
import { jobCommand } from "./commands/job.ts";
import { keyCommand } from "./commands/key.ts";
import { nodeCommand } from "./commands/node.ts";
import { offerCommand } from "./commands/offer.ts";
import { receiptCommand } from "./commands/receipt.ts";
import { stakeCommand } from "./commands/stake.ts";
import { watchCommand } from "./commands/watch.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import { createPrinter } from "./printer.ts";
import { reportFailure } from "./session/failure.ts";
import { createSession, type Surroundings } from "./session/session.ts";
import { UsageError } from "./usage-error.ts";

/** Runs `hive` with these arguments. Resolves to the exit code; never throws. */
export async function hive(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let code: number = EXIT_CODES.ok;
  const { stdout, stderr } = surroundings;
  const fail = (error: unknown, json: boolean): void => {
    code = EXIT_CODES[reportFailure(error, createPrinter({ json, stdout, stderr }))];
  };
  const perform: Perform = async (options, work) => {
    const printer = createPrinter({ json: options.json, stdout, stderr });
    try {
      await work(createSession(options, surroundings, printer));
    } catch (error) {
      fail(error, options.json);
    }
  };
  try {
    await new Promise<void>((resolve, reject) => {
      parser(perform).parseAsync([...args], {}, (_error, _argv, output) => {
        if (output) stdout.write(`${output}\n`);
      }).then(() => resolve(), reject);
    });
  } catch (error) {
    fail(error, args.includes("--json"));
  }
  return code;
}

const COMMANDS = [
  accountCommand,
  faucetCommand,
  jobCommand,
  receiptCommand,
  watchCommand,
  offerCommand,
  stakeCommand,
  nodeCommand,
  earningsCommand,
  keyCommand,
  arbiterCommand,
] as const;

function parser(perform: Perform): Argv<GlobalOptions> {
  return globalOptions(yargs())
    .scriptName("hive")
    .usage("$0 <command>\n\nBuy and sell compute whose every unit leaves a receipt that anybody can verify.")
    .parserConfiguration({ "populate--": true, "parse-positional-numbers": false, "parse-numbers": true })
    .command(COMMANDS.map((make) => make(perform)))
    .completion("completion", "Print the completion script: source <(hive completion)")
    .demandCommand(1, "Say what to do: hive --help lists the commands.")
    .recommendCommands()
    .strict()
    .version("0.1.0")
    .wrap(null)
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UsageError(message, { field: "arguments" });
    })
    .help();
}

function globalOptions(argv: Argv): Argv<GlobalOptions> {
  return argv
    .option("json", { type: "boolean", default: false, global: true, describe: "one JSON document on standard output" })
    .option("as", { type: "string", global: true, describe: "sign as a demo account of the running stack: buyer, provider-a, …" })
    .option("keystore", { type: "string", global: true, describe: "keystore file of the key that signs (or HIVE_KEYSTORE)" })
    .option("password-file", { type: "string", global: true, describe: "file with its password (or HIVE_PASSWORD, HIVE_PASSWORD_FILE)" })
    .option("stack", { type: "string", global: true, describe: "stack file; by default the nearest .hive/stack.json" })
    .option("rpc", { type: "string", global: true, describe: "RPC URL of the chain (or HIVE_RPC_URL)" })
    .option("gateway", { type: "string", global: true, describe: "URL of the gateway (or HIVE_GATEWAY_URL)" })
    .option("deployment", { type: "string", global: true, describe: "deployment file (or HIVE_DEPLOYMENT)" }) as unknown as Argv<GlobalOptions>;
}
