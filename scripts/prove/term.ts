/** A 256-bit word: known, or a name in the SMT problem. `truth` says that it is 1 where the formula holds, else 0. */
export interface Term {
  readonly known?: bigint;
  readonly smt: string;
  readonly truth?: string;
}

const WORD = 1n << 256n;

export function known(value: bigint): Term {
  const wrapped = BigInt.asUintN(256, value);
  return { known: wrapped, smt: `#x${wrapped.toString(16).padStart(64, "0")}` };
}

/** The SMT problem as it grows: every new word gets a name, so that none is written out twice. */
export class Problem {
  readonly #lines: string[] = [];
  /** By formula: what is asked twice is the same word, so that a branch on it is not taken both ways again. */
  readonly #terms = new Map<string, Term>();
  /** Numbers of words that were hashed. */
  readonly #hashes = new Set<number>();
  #count = 0;

  symbol(name: string): Term {
    this.#lines.push(`(declare-const ${name} (_ BitVec 256))`);
    return { smt: name };
  }

  /** Any value: what is proved of it holds for the one that was meant. */
  anything(): Term {
    return this.symbol(`any${this.#count++}`);
  }

  word(formula: string): Term {
    return this.#once(formula, () => {
      const name = `w${this.#count++}`;
      this.#lines.push(`(define-fun ${name} () (_ BitVec 256) ${formula})`);
      return { smt: name };
    });
  }

  /** 1 where the formula holds, else 0. */
  truth(formula: string): Term {
    return { ...this.word(`(ite ${formula} ${known(1n).smt} ${known(0n).smt})`), truth: formula };
  }

  less(a: Term, b: Term): Term {
    const [one, other] = [`(bvult ${a.smt} ${b.smt})`, `(bvult ${b.smt} ${a.smt})`];
    // True of any two words. The solver finds it out bit by bit, which takes it minutes where words are hashes.
    if (!this.#terms.has(one) && this.#terms.has(other)) {
      this.#lines.push(`(assert (and (or ${one} ${other} (= ${a.smt} ${b.smt})) (not (and ${one} ${other}))))`);
    }
    return this.#once(one, () => this.truth(one));
  }

  #once(formula: string, make: () => Term): Term {
    const term = this.#terms.get(formula) ?? make();
    this.#terms.set(formula, term);
    return term;
  }

  /** Keccak-256 of whole words. Assumed: among all hashes of the problem, no two of different words are the same. */
  hash(words: readonly Term[]): Term {
    const name = `keccak${words.length}`;
    const parts = words.map((_, index) => `${name}Word${index}`);
    if (!this.#hashes.has(words.length)) {
      if (this.#hashes.size === 0) this.#lines.push("(declare-fun hashedWords ((_ BitVec 256)) Int)");
      this.#hashes.add(words.length);
      const inputs = words.map(() => "(_ BitVec 256)").join(" ");
      this.#lines.push(`(declare-fun ${name} (${inputs}) (_ BitVec 256))`);
      this.#lines.push(...parts.map((part) => `(declare-fun ${part} ((_ BitVec 256)) (_ BitVec 256))`));
    }
    const formula = `(${name} ${words.map(({ smt }) => smt).join(" ")})`;
    const isNew = !this.#terms.has(formula);
    const term = this.word(formula);
    if (!isNew) return term;
    this.#lines.push(`(assert (= (hashedWords ${term.smt}) ${words.length}))`);
    this.#lines.push(...parts.map((part, index) => `(assert (= (${part} ${term.smt}) ${words[index]?.smt}))`));
    return term;
  }

  /** Whether all conditions of one of the ways can be met. */
  anyOf(ways: readonly (readonly string[])[]): string {
    const formulas = ways.map((conditions) => `(and true ${conditions.join(" ")})`);
    return [...this.#lines, `(assert (or false ${formulas.join(" ")}))`, "(check-sat)"].join("\n");
  }
}

export function holds(term: Term): string {
  return term.truth ?? `(distinct ${term.smt} ${known(0n).smt})`;
}

/** The contrary; of a contrary the formula itself, so that equal conditions are written in one way. */
export function not(formula: string): string {
  return /^\(not (.*)\)$/.exec(formula)?.[1] ?? `(not ${formula})`;
}

/** What an instruction makes of its operands, the topmost first. */
export function apply(problem: Problem, name: string, operands: readonly Term[]): Term {
  const values = operands.map((operand) => operand.known);
  if (values.every((value) => value !== undefined)) return known(evaluate(name, values as bigint[]));
  const [a, b] = operands as [Term, Term];
  const comparison = compare(problem, name, [a, b]);
  if (comparison) return comparison;
  if (name === "ISZERO") return problem.truth(not(holds(a)));
  if (name === "NOT") return problem.word(`(bvnot ${a.smt})`);
  if (name === "SHL" || name === "SHR") return problem.word(`(${FORMULAS[name]} ${b.smt} ${a.smt})`);
  // Products and quotients of unknown words are beyond a solver of bits.
  if (name === "MUL" || name === "DIV" || name === "MOD") return problem.anything();
  const formula = FORMULAS[name];
  if (formula === undefined) throw new Error(`${name} of unknown words is not supported.`);
  return problem.word(`(${formula} ${a.smt} ${b.smt})`);
}

function compare(problem: Problem, name: string, [a, b]: readonly [Term, Term]): Term | undefined {
  if (name === "LT") return problem.less(a, b);
  if (name === "GT") return problem.less(b, a);
  if (name === "EQ" && b.known === 0n) return problem.truth(not(holds(a)));
  const comparison = COMPARISONS[name];
  return comparison ? problem.truth(`(${comparison} ${a.smt} ${b.smt})`) : undefined;
}

const COMPARISONS: Record<string, string> = { SLT: "bvslt", SGT: "bvsgt", EQ: "=" };
const FORMULAS: Record<string, string> = {
  ADD: "bvadd",
  SUB: "bvsub",
  AND: "bvand",
  OR: "bvor",
  XOR: "bvxor",
  SHL: "bvshl",
  SHR: "bvlshr",
};

function evaluate(name: string, values: readonly bigint[]): bigint {
  const [a, b] = values as [bigint, bigint];
  const signed = (value: bigint) => BigInt.asIntN(256, value);
  const results: Record<string, () => bigint> = {
    ADD: () => a + b,
    SUB: () => a - b,
    MUL: () => a * b,
    DIV: () => (b === 0n ? 0n : a / b),
    MOD: () => (b === 0n ? 0n : a % b),
    AND: () => a & b,
    OR: () => a | b,
    XOR: () => a ^ b,
    NOT: () => WORD - 1n - a,
    SHL: () => (a > 255n ? 0n : b << a),
    SHR: () => (a > 255n ? 0n : b >> a),
    LT: () => BigInt(a < b),
    GT: () => BigInt(a > b),
    SLT: () => BigInt(signed(a) < signed(b)),
    SGT: () => BigInt(signed(a) > signed(b)),
    EQ: () => BigInt(a === b),
    ISZERO: () => BigInt(a === 0n),
  };
  const result = results[name];
  if (!result) throw new Error(`${name} is not supported.`);
  return result();
}
