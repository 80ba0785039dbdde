import { defineCommand, type HiveCommand, type Perform } from "../command.ts";
import { COMPLETION_SCRIPTS, SHELLS } from "../completion/scripts.ts";

export function completionCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "completion <shell>",
    describe: "Print what makes a shell complete commands and options: source <(hive completion bash)",
    options: (yargs) => yargs.positional("shell", { choices: SHELLS, demandOption: true, describe: "which shell" }),
    async run({ printer }, { shell }) {
      const script = COMPLETION_SCRIPTS[shell];
      printer.result({ shell, script }, script.trimEnd());
    },
  });
}
