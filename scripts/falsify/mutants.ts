/** One small change of a source: a flipped operator, a dropped check or statement. */
export interface Mutant {
  file: string;
  /** Counted from 1. */
  line: number;
  before: string;
  after: string;
  source: string;
}

const flips: readonly (readonly [find: RegExp, put: string])[] = [
  [/(?<=\s)<=(?=\s)/g, "<"],
  [/(?<=\s)<(?=\s)/g, "<="],
  [/(?<=\s)>=(?=\s)/g, ">"],
  [/(?<=\s)>(?=\s)/g, ">="],
  [/(?<=\s)==(?=\s)/g, "!="],
  [/(?<=\s)!=(?=\s)/g, "=="],
  [/(?<=\s)&&(?=\s)/g, "||"],
  [/(?<=\s)\|\|(?=\s)/g, "&&"],
  [/(?<=\s)\+(?=\s)/g, "-"],
  [/(?<=\s)-(?=\s)/g, "+"],
  [/(?<=\s)\*(?=\s)/g, "/"],
  [/(?<=\s)\/(?=\s)/g, "*"],
  [/(?<=\s)\+=(?=\s)/g, "-="],
  [/(?<=\s)-=(?=\s)/g, "+="],
  [/\btrue\b/g, "false"],
  [/\bfalse\b/g, "true"],
];

/** A whole statement on one line that can go without breaking the syntax: a check, a call, an assignment. Events stay. */
const statement = /^\s+(?!emit |return|revert |\))\S.*;$/;

/** A declaration: what follows would not compile without it. */
const declaration =
  /^\s*(mapping\b|[\w.]+(\[\])? (storage |memory |private |public |internal |transient )*\w+( =|;)|.*\b(constant|immutable)\b)/;

/** Lines that say nothing at run time, or whose change cannot compile. */
const silent =
  /^\s*(\/\/|\*|\/\*|import |pragma |using |error |event |function |"|constructor|abstract|library|contract )/;

/** All mutants of `source`, in the order of its lines; names of `file` are only passed on. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const lines = source.split("\n");
  return lines.flatMap((text, index) => {
    if (silent.test(text)) return [];
    const changed = [...flipped(text), ...(statement.test(text) && !declaration.test(text) ? [dropped(text)] : [])];
    return changed.map((after) => ({
      file,
      line: index + 1,
      before: text.trim(),
      after: after.trim(),
      source: lines.with(index, after).join("\n"),
    }));
  });
}

function flipped(text: string): string[] {
  return flips.flatMap(([find, put]) =>
    [...text.matchAll(find)].map(
      ({ index, 0: found }) => text.slice(0, index) + put + text.slice(index + found.length),
    ),
  );
}

function dropped(text: string): string {
  return `${text.slice(0, text.search(/\S/))}// dropped`;
}
