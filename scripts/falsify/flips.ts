/** What is found in a line of code, and what stands there instead. */
export type Flip = readonly [find: RegExp, put: (found: RegExpMatchArray) => string];

/** An operator between blanks, so that `<` is not found in `<=` or `<<`. */
function operator(from: string, to: string): Flip {
  return [new RegExp(`(?<=\\s)${from.replace(/[|*+^]/g, "\\$&")}(?=\\s)`, "g"), () => to];
}

export const flips: readonly Flip[] = [
  operator("<=", "<"),
  operator("<", "<="),
  operator(">=", ">"),
  operator(">", ">="),
  operator("==", "!="),
  operator("!=", "=="),
  operator("&&", "||"),
  operator("||", "&&"),
  operator("+", "-"),
  operator("-", "+"),
  operator("*", "/"),
  operator("/", "*"),
  operator("+=", "-="),
  operator("-=", "+="),
  operator("<<", ">>"),
  operator(">>", "<<"),
  operator("|", "&"),
  operator("&", "|"),
  operator("^", "|"),
  [/(?<=[\s(])!(?=[\w(])/g, () => ""],
  [/(?<=[\s(])~(?=[\w(])/g, () => ""],
  [/\btrue\b/g, () => "false"],
  [/\bfalse\b/g, () => "true"],
  // Numbers by one, up and down; not those in names, in types and in indices.
  [/(?<![\w.[-])\d[\d_]*(e\d+)?(?![\w.\]])/g, ([found, exponent]) => (exponent ? `${found} + 1` : shifted(found, 1))],
  [/(?<![\w.[-])[1-9][\d_]*(?![\w.\]])/g, ([found]) => shifted(found, -1)],
  [/\btype\(uint\d+\)\.max\b/g, ([found]) => `(${found} - 1)`],
  // The two ways out of a short choice.
  [/\? ([\w.()]+) : ([\w.()]+?)(?=[;,)]*$|[;,)])/g, ([, yes, no]) => `? ${no} : ${yes}`],
];

function shifted(number: string, by: number): string {
  return String(Number(number.replaceAll("_", "")) + by);
}
