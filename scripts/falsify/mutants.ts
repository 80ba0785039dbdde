import { flips } from "./flips.ts";
import { type Statement, statementsOf, writesInto } from "./statements.ts";

/** One small change of a source. */
export interface Mutant {
  file: string;
  /** Counted from 1. */
  line: number;
  kind: "flipped" | "dropped" | "swapped" | "unguarded";
  before: string;
  after: string;
  source: string;
}

/** Lines in which nothing is flipped: they say nothing at run time, or their change cannot compile. */
const silent =
  /^\s*(\/\/|\*|\/\*|import |pragma |using |error |event |emit |function |modifier |"|constructor|abstract|library|contract |enum |struct )/;

const guard = /\b(locks|unlocked|onlyMarket)\b/;

/** All mutants of `source`: operators and numbers flipped, statements dropped, neighbours swapped, modifiers taken away. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const lines = source.split("\n");
  const statements = statementsOf(lines);
  return [...flipped(lines), ...unguarded(lines), ...dropped(lines, statements), ...swapped(lines, statements)]
    .map((mutant) => ({ file, ...mutant }))
    .sort((one, other) => one.line - other.line);
}

type Change = Omit<Mutant, "file">;

function flipped(lines: readonly string[]): Change[] {
  return lines.flatMap((text, index) => {
    if (silent.test(text)) return [];
    return flips.flatMap(([find, put]) =>
      [...code(text).matchAll(find)].map((match) => {
        const { index: at, 0: found } = match;
        const after = text.slice(0, at) + put(match) + text.slice(at + found.length);
        return changed(lines, "flipped", index, [after]);
      }),
    );
  });
}

function unguarded(lines: readonly string[]): Change[] {
  return lines.flatMap((text, index) =>
    guard.test(text) && !/^\s*(\/\/\/|\/\/|modifier )/.test(text)
      ? [changed(lines, "unguarded", index, [text.replace(guard, "")])]
      : [],
  );
}

function dropped(lines: readonly string[], statements: readonly Statement[]): Change[] {
  return statements
    .filter(({ kind }) => kind === "check" || kind === "call" || kind === "assignment" || kind === "revert")
    .map(({ first, count }) => changed(lines, "dropped", first, new Array<string>(count).fill("")));
}

/** Neighbours of which one may see what the other one does; the rest would be the same program. */
function swapped(lines: readonly string[], statements: readonly Statement[]): Change[] {
  return statements.flatMap((one, place) => {
    const other = statements[place + 1];
    if (other?.first !== one.first + one.count || other.indent !== one.indent) return [];
    if (!(writesInto(one, other) || writesInto(other, one))) return [];
    const [upper, lower] = [one, other].map(({ first, count }) => lines.slice(first, first + count));
    return [changed(lines, "swapped", one.first, [...lower!, ...upper!])];
  });
}

function changed(lines: readonly string[], kind: Mutant["kind"], first: number, put: readonly string[]): Change {
  const squeeze = (texts: readonly string[]) =>
    texts
      .map((text) => text.trim())
      .join(" ")
      .trim();
  return {
    line: first + 1,
    kind,
    before: squeeze(lines.slice(first, first + put.length)),
    after: squeeze(put),
    source: lines.toSpliced(first, put.length, ...put).join("\n"),
  };
}

/** `text` with blanks in the place of its comment, so that places stay. */
function code(text: string): string {
  const comment = text.indexOf("//");
  return comment < 0 ? text : text.slice(0, comment);
}
