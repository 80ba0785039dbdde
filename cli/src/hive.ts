import yargs, { type Argv } from "yargs";
import type { GlobalOptions, HiveCommand, Perform } from "./command.ts";
import { accountCommand } from "./commands/account.ts";
import { arbiterCommand } from "./commands/arbiter.ts";
import { channelCommand } from "./commands/channel.ts";
import { completionCommand } from "./commands/completion.ts";
import { earningsCommand } from "./commands/earnings.ts";
import { faucetCommand } from "./commands/faucet.ts";
import { jobCommand } from "./commands/job.ts";
import { jurorCommand } from "./commands/juror.ts";
import { keyCommand } from "./commands/key.ts";
import { nodeCommand } from "./commands/node.ts";
import { offerCommand } from "./commands/offer.ts";
import { receiptCommand } from "./commands/receipt.ts";
import { stakeCommand } from "./commands/stake.ts";
import { watchCommand } from "./commands/watch.ts";
import { complete } from "./completion/complete.ts";
import { COMPLETE_FLAG } from "./completion/scripts.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import { reportFailure } from "./session/failure.ts";
import { withoutKeys } from "./session/no-keys.ts";
import { createSession, type Surroundings } from "./session/session.ts";
import { readStack } from "./session/settings.ts";
import { createPrinter } from "./terminal/printer.ts";
import { LINE_WIDTH } from "./terminal/table.ts";
import { UsageError } from "./usage-error.ts";

/** Runs `hive` with these arguments. Resolves to the exit code; never throws. */
export async function hive(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr } = surroundings;
  if (args[0] === COMPLETE_FLAG) {
    stdout.write(
      candidates(args.slice(1), surroundings)
        .map((word) => `${word}\n`)
        .join(""),
    );
    return EXIT_CODES.ok;
  }
  let code: number = EXIT_CODES.ok;
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
    // Help and version come as text through the callback; everything else goes through the printer.
    await parser(perform).parseAsync([...args], {}, (_error, _argv, output) => {
      if (output) stdout.write(`${output}\n`);
    });
  } catch (error) {
    fail(error, ownArguments(args).includes("--json"));
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
  channelCommand,
  keyCommand,
  arbiterCommand,
  jurorCommand,
  completionCommand,
] as const;

function commandsFor(perform: Perform): HiveCommand[] {
  return COMMANDS.map((make) => make(perform));
}

function parser(perform: Perform): Argv<GlobalOptions> {
  return globalOptions(yargs())
    .scriptName("hive")
    .usage("$0 <command>\n\nBuy and sell compute whose every unit leaves a receipt that anybody can verify.")
    .parserConfiguration({ "populate--": true, "parse-positional-numbers": false, "parse-numbers": true })
    .command(commandsFor(perform))
    .demandCommand(1, "Say what to do: hive --help lists the commands.")
    .recommendCommands()
    .strict()
    .version("0.1.0")
    .wrap(LINE_WIDTH)
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UsageError(withoutKeys(message), { field: "arguments" });
    })
    .help();
}

function globalOptions(argv: Argv): Argv<GlobalOptions> {
  const text = (describe: string) => ({ type: "string", global: true, describe }) as const;
  return argv
    .option("json", {
      type: "boolean",
      default: false,
      global: true,
      describe: "JSON on standard output, a document a line",
    })
    .option("as", text("sign as a demo account of the running stack: buyer, provider-a, …"))
    .option("keystore", text("keystore file of the key that signs (or HIVE_KEYSTORE)"))
    .option("password-file", text("file with its password (or HIVE_PASSWORD, HIVE_PASSWORD_FILE)"))
    .option("stack", text("stack file (or HIVE_STACK); by default the nearest .hive/stack.json"))
    .option("rpc", text("RPC URL of the chain (or HIVE_RPC_URL)"))
    .option("gateway", text("URL of the gateway (or HIVE_GATEWAY_URL)"))
    .option("deployment", text("deployment file (or HIVE_DEPLOYMENT)")) as unknown as Argv<GlobalOptions>;
}

/** What comes before `--`; the rest is the program's. */
function ownArguments(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return end < 0 ? args : args.slice(0, end);
}

function candidates(words: readonly string[], { env, cwd }: Surroundings): string[] {
  const accountNames = (): string[] => {
    try {
      return Object.keys(readStack({ json: false }, { env, cwd })?.accounts ?? {});
    } catch {
      // A shell that completes has no place for an error.
      return [];
    }
  };
  return complete(words, { commands: commandsFor(async () => {}), globalOptions, accountNames });
}
