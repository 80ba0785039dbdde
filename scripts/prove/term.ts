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
    const name = `w${this.#count++}`;
    this.#lines.push(`(define-fun ${name} () (_ BitVec 256) ${formula})`);
    return { smt: name };
  }

  truth(formula: string): Term {
    const name = `t${this.#count++}`;
    this.#lines.push(`(define-fun ${name} () Bool ${formula})`);
    return { ...this.word(`(ite ${name} ${known(1n).smt} ${known(0n).smt})`), truth: name };
  }

  assuming(conditions: readonly string[]): string {
    return [...this.#lines, ...conditions.map((condition) => `(assert ${condition})`), "(check-sat)"].join("\n");
  }
}

export function holds(term: Term): string {
  return term.truth ?? `(distinct ${term.smt} ${known(0n).smt})`;
}

/** What an instruction makes of its operands, the topmost first. */
export function apply(problem: Problem, name: string, operands: readonly Term[]): Term {
  const values = operands.map((operand) => operand.known);
  if (values.every((value) => value !== undefined)) return known(evaluate(name, values as bigint[]));
  const [a, b] = operands as [Term, Term];
  const comparison = COMPARISONS[name];
  if (comparison) return problem.truth(`(${comparison} ${a.smt} ${b.smt})`);
  if (name === "ISZERO") return problem.truth(`(not ${holds(a)})`);
  if (name === "NOT") return problem.word(`(bvnot ${a.smt})`);
  if (name === "SHL" || name === "SHR") return problem.word(`(${FORMULAS[name]} ${b.smt} ${a.smt})`);
  // Products and quotients of unknown words are beyond a solver of bits.
  if (name === "MUL" || name === "DIV" || name === "MOD") return problem.anything();
  const formula = FORMULAS[name];
  if (formula === undefined) throw new Error(`${name} of unknown words is not supported.`);
  return problem.word(`(${formula} ${a.smt} ${b.smt})`);
}

const COMPARISONS: Record<string, string> = { LT: "bvult", GT: "bvugt", SLT: "bvslt", SGT: "bvsgt", EQ: "=" };
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
