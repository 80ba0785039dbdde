/** What a reader of a document does, in order. */
export type DocStep =
  /** Commands of a fenced block. */
  | { kind: "run"; commands: string; line: number }
  /** A block of one command that goes on in a terminal of its own (`sh background`). */
  | { kind: "background"; commands: string; line: number }
  /** `<!-- Ctrl-C -->`: ends what runs in that terminal, which must end well. */
  | { kind: "interrupt"; line: number };

const STEP = /^```sh( background)?\n([\s\S]*?)^```$|^<!-- Ctrl-C -->$/gm;

export function docSteps(markdown: string): DocStep[] {
  return [...markdown.matchAll(STEP)].map((match) => {
    const line = markdown.slice(0, match.index).split("\n").length;
    const [, background, commands] = match;
    if (commands === undefined) return { kind: "interrupt", line };
    return { kind: background ? "background" : "run", commands, line };
  });
}

/**
 * One shell for the whole document, so that variables last. It ends at the first command that fails, and says in which line's
 * block. `npx` is left out: it would ask the registry for what lies in `node_modules/.bin`.
 */
export function docScript(steps: readonly DocStep[]): string {
  const body = steps.map((step) => {
    const marker = `echo '## block at line ${step.line}' >&2`;
    if (step.kind === "run") return `${marker}\n${step.commands}`;
    if (step.kind === "background")
      return `${marker}\n(${step.commands.replace(/^npx /, "exec ")}) &\nIN_BACKGROUND=$!`;
    return `${marker}\nkill -INT "$IN_BACKGROUND"\nwait "$IN_BACKGROUND"\nIN_BACKGROUND=`;
  });
  return [
    "set -euo pipefail",
    'npx() { "$@"; }',
    "IN_BACKGROUND=",
    'trap \'[ -z "$IN_BACKGROUND" ] || kill -TERM "$IN_BACKGROUND"\' EXIT',
    ...body,
    "",
  ].join("\n");
}
