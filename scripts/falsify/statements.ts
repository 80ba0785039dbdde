/** A statement of a function's body that stands on lines of its own. */
export interface Statement {
  /** Index of its first line, and how many it has. */
  first: number;
  count: number;
  indent: number;
  text: string;
  kind: "check" | "call" | "assignment" | "revert" | "other";
}

/** What begins a statement inside a function; headers, braces and the middle of longer expressions do not. */
const beginning = /^ {8,}[\w(]/;
const header =
  /^\s*(function|modifier|constructor|for|else|try|catch|unchecked|assembly|struct|enum|event|error|let)\b/;
const declaration =
  /^(mapping\b|\(?[\w.]+(\[\])? ((storage|memory|calldata|private|public|internal|transient|constant|immutable) )*\w+( =|;|,))/;

/** The statements of `lines`, in order. A check is an `if … revert` or a call of a `_require…`. */
export function statementsOf(lines: readonly string[]): Statement[] {
  const found: Statement[] = [];
  for (let first = 0; first < lines.length; ) {
    const count = beginning.test(lines[first]!) && !header.test(lines[first]!) ? lengthOf(lines, first) : 0;
    if (count > 0) {
      const text = lines
        .slice(first, first + count)
        .map((line) => line.trim())
        .join(" ");
      found.push({ first, count, indent: lines[first]!.search(/\S/), text, kind: kindOf(text) });
    }
    first += Math.max(count, 1);
  }
  return found;
}

/** Whether `other` mentions what `one` assigns, or either calls what may change anything. */
export function writesInto(one: Statement, other: Statement): boolean {
  if ([one, other].some(({ kind }) => kind === "other" || kind === "revert")) return false;
  if (one.kind === "assignment") return mentions(other.text, targetOf(one.text)) || other.kind === "call";
  return one.kind === "call" && other.kind !== "check";
}

/** Lines up to the semicolon that ends the statement; 0 if a block begins or ends first. */
function lengthOf(lines: readonly string[], first: number): number {
  let depth = 0;
  for (let index = first; index < lines.length; index++) {
    const text = lines[index]!.replace(/\/\/.*/, "").trimEnd();
    depth += count(text, /[([{]/g) - count(text, /[)\]}]/g);
    if (depth < 0 || text === "" || text.endsWith("{")) return 0;
    if (depth === 0 && text.endsWith(";")) return index - first + 1;
  }
  return 0;
}

function count(text: string, signs: RegExp): number {
  return text.match(signs)?.length ?? 0;
}

function kindOf(text: string): Statement["kind"] {
  if (text.startsWith("revert ")) return "revert";
  if (/^if \(.*\) revert /.test(text) || /^_require\w*\(/.test(text)) return "check";
  if (/^(emit|return|else)\b/.test(text) || declaration.test(text)) return "other";
  if (/^[\w.[\]]+ [-+|&^]?= /.test(text) || /^(if \(.*?\) )[\w.[\]]+ [-+]?= /.test(text)) return "assignment";
  return /\(.*\);$/.test(text) ? "call" : "other";
}

function targetOf(text: string): string {
  return /^(?:if \(.*?\) )?([\w.]+)/.exec(text)![1]!;
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`\\b${name.replaceAll(".", "\\.")}\\b`).test(text);
}
