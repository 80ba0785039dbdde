import type { ArgumentsCamelCase, Argv, CommandModule } from "yargs";
import { assertNoKeys } from "./session/no-keys.ts";
import type { GlobalOptions, Session } from "./session/session.ts";
import { UsageError } from "./usage-error.ts";

export type { GlobalOptions } from "./session/session.ts";

/** Runs one command's work inside a session; errors become sentences and exit codes elsewhere. */
export type Perform = (options: GlobalOptions, work: (session: Session) => Promise<void>) => Promise<void>;

/** A command with the commands below it, which completion walks. */
export type HiveCommand = CommandModule & { command: string; children?: readonly HiveCommand[] };

export interface CommandSpec<T> {
  command: string;
  describe: string;
  options?: (yargs: Argv<GlobalOptions>) => Argv<T>;
  run: (session: Session, options: ArgumentsCamelCase<T>) => Promise<void>;
}

export function defineCommand<T>(perform: Perform, { command, describe, options, run }: CommandSpec<T>): HiveCommand {
  return {
    command,
    describe,
    builder: (options ?? ((yargs) => yargs)) as NonNullable<CommandModule["builder"]>,
    handler: (given) =>
      perform(given as unknown as GlobalOptions, async (session) => {
        assertGivenOnce(given);
        assertNoKeys(given);
        await run(session, given as unknown as ArgumentsCamelCase<T>);
      }),
  };
}

/** A word that has commands of its own, such as `hive job`. */
export function defineGroup(command: string, describe: string, children: readonly HiveCommand[]): HiveCommand {
  return {
    command,
    describe,
    children,
    builder: (yargs) =>
      yargs.command([...children]).demandCommand(1, `Say what to do: hive ${command} --help lists it.`),
    handler: () => {},
  };
}

const REPEATABLE: ReadonlySet<string> = new Set(["_", "--", "input", "env", "state", "files"]);

/** The parser makes a list of an option that is there twice; no command would know which of the two was meant. */
function assertGivenOnce(given: Readonly<Record<string, unknown>>): void {
  const twice = Object.keys(given).find((name) => Array.isArray(given[name]) && !REPEATABLE.has(name));
  if (twice !== undefined) throw new UsageError("An option is given twice.", { field: twice, rule: "once" });
}
