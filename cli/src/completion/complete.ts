import yargs, { type Argv } from "yargs";
import type { HiveCommand } from "../command.ts";

export interface CompletionPorts {
  commands: readonly HiveCommand[];
  globalOptions: (argv: Argv) => Argv;
  /** Names for `--as`. */
  accountNames: () => string[];
}

/**
 * What can stand at the last of `words` (what follows `hive` up to the cursor). Empty where a file or a value of one's own
 * belongs; the shell then completes file names.
 */
export function complete(
  words: readonly string[],
  { commands, globalOptions, accountNames }: CompletionPorts,
): string[] {
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  if (before.includes("--")) return [];
  const { command, children } = walk(before, commands);
  const options = optionsOf(command, globalOptions);
  const candidates = candidatesFor(before.at(-1) ?? "", { current, children, options, accountNames });
  return candidates.filter((candidate) => candidate.startsWith(current));
}

interface Place {
  command: HiveCommand | undefined;
  /** Commands that can follow; none after a command that does something itself. */
  children: readonly HiveCommand[];
}

/** Follows the words that name commands; all others are options and values. */
function walk(words: readonly string[], commands: readonly HiveCommand[]): Place {
  let place: Place = { command: undefined, children: commands };
  for (const word of words) {
    const next = place.children.find((child) => nameOf(child) === word);
    if (next) place = { command: next, children: next.children ?? [] };
  }
  return place;
}

interface KnownOptions {
  names: readonly string[];
  flags: ReadonlySet<string>;
  choices: Readonly<Record<string, readonly string[]>>;
}

function candidatesFor(
  previous: string,
  {
    current,
    children,
    options,
    accountNames,
  }: { current: string; options: KnownOptions } & Pick<Place, "children"> & Pick<CompletionPorts, "accountNames">,
): readonly string[] {
  const option = /^--(.+)$/.exec(previous)?.[1];
  if (option !== undefined && options.names.includes(option) && !options.flags.has(option)) {
    return option === "as" ? accountNames() : (options.choices[option] ?? []);
  }
  if (current.startsWith("-")) return options.names.map((name) => `--${name}`);
  return children.map(nameOf);
}

function nameOf({ command }: HiveCommand): string {
  return command.split(" ")[0] ?? command;
}

/** What the parser knows after a command has declared its options. */
interface ParserOptions {
  key: Readonly<Record<string, unknown>>;
  boolean: readonly string[];
  choices: Readonly<Record<string, readonly string[]>>;
}

function optionsOf(command: HiveCommand | undefined, globalOptions: (argv: Argv) => Argv): KnownOptions {
  const parser = globalOptions(yargs());
  if (command && !command.children && typeof command.builder === "function") command.builder(parser);
  // Public in the parser, absent from its types.
  const { key, boolean, choices } = (parser as unknown as { getOptions(): ParserOptions }).getOptions();
  const positionals = new Set([...(command?.command.matchAll(/[<[]([^>\]]+)[>\]]/g) ?? [])].map(([, name]) => name));
  const names = [...Object.keys(key), "help"].filter(
    (name) => name.length > 1 && name !== "version" && !positionals.has(name),
  );
  return { names: [...new Set(names)].sort(), flags: new Set([...boolean, "help"]), choices };
}
