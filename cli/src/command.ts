import type { ArgumentsCamelCase, Argv, CommandModule } from "yargs";
import type { GlobalOptions, Session } from "./session/session.ts";

export type { GlobalOptions } from "./session/session.ts";

/** Runs one command's work inside a session; errors become sentences and exit codes elsewhere. */
export type Perform = (options: GlobalOptions, work: (session: Session) => Promise<void>) => Promise<void>;

export interface CommandSpec<T> {
  command: string;
  describe: string;
  options?: (yargs: Argv<GlobalOptions>) => Argv<T>;
  run: (session: Session, options: ArgumentsCamelCase<T>) => Promise<void>;
}

export function defineCommand<T>(perform: Perform, { command, describe, options, run }: CommandSpec<T>): CommandModule {
  return {
    command,
    describe,
    builder: (options ?? ((yargs) => yargs)) as NonNullable<CommandModule["builder"]>,
    handler: (given) => perform(given as unknown as GlobalOptions, (session) => run(session, given as unknown as ArgumentsCamelCase<T>)),
  };
}

/** A word that has commands of its own, such as `hive job`. */
export function defineGroup(command: string, describe: string, commands: readonly CommandModule[]): CommandModule {
  return {
    command,
    describe,
    builder: (yargs) => yargs.command([...commands]).demandCommand(1, `Say what to do: hive ${command} --help lists it.`),
    handler: () => {},
  };
}
