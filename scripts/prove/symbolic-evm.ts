import { apply, holds, known, not, type Problem, type Term } from "./term.ts";

/** A way through the code that ends in a failed assertion, a fault of arithmetic or a refusal, if its conditions can be met. */
export interface Fault {
  readonly conditions: readonly string[];
  /** The code of Solidity's Panic, "invalid instruction" or "refused". */
  readonly reason: string;
}

interface State {
  readonly at: number;
  readonly stack: readonly Term[];
  readonly memory: ReadonlyMap<number, Term>;
  readonly conditions: readonly string[];
}

export interface Call {
  readonly code: Uint8Array;
  readonly selector: number;
  /** Every argument a word of its own. */
  readonly words: number;
  /** Whether a revert that gives a reason is a fault. One without a reason is an assumption of the proof that is not met. */
  readonly mustReturn: boolean;
}

const PANIC = 0x4e487b71n;
const MOST_STEPS = 1_000_000;
const BINARY: Record<number, string> = {
  1: "ADD",
  2: "MUL",
  3: "SUB",
  4: "DIV",
  6: "MOD",
  16: "LT",
  17: "GT",
  18: "SLT",
  19: "SGT",
  20: "EQ",
  22: "AND",
  23: "OR",
  24: "XOR",
  27: "SHL",
  28: "SHR",
};
const UNARY: Record<number, string> = { 21: "ISZERO", 25: "NOT" };

/**
 * Runs a pure function of value types for all arguments at once: the stack holds words of an SMT problem, and every branch on an
 * unknown condition is taken both ways. What it does not know it refuses, so that nothing is proved by accident.
 */
export function* faultsOf(problem: Problem, { code, selector, words, mustReturn }: Call): Generator<Fault> {
  const inputs = Array.from({ length: words }, (_, index) => problem.symbol(`input${index}`));
  const now = problem.symbol("now");
  const open: State[] = [
    { at: 0, stack: [], memory: new Map(), conditions: [`(bvult ${now.smt} ${known(1n << 40n).smt})`] },
  ];
  let steps = 0;
  for (let state = open.pop(); state; state = open.pop()) {
    for (let next: readonly State[] | Fault = [state]; ; ) {
      if (!isStates(next)) {
        yield next;
        break;
      }
      const [first, ...others]: readonly State[] = next;
      open.push(...others);
      if (!first) break;
      if (++steps > MOST_STEPS) throw new Error("The function is too long, or has a loop.");
      next = step(problem, code, first, { selector, inputs, now, mustReturn });
    }
  }
}

function isStates(next: readonly State[] | Fault): next is readonly State[] {
  return Array.isArray(next);
}

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: instructions stand one after the other, as in the machine's table.
function step(
  problem: Problem,
  code: Uint8Array,
  state: State,
  { selector, inputs, now, mustReturn }: { selector: number; inputs: readonly Term[]; now: Term; mustReturn: boolean },
): readonly State[] | Fault {
  const { at, memory, conditions } = state;
  const stack = [...state.stack];
  const instruction = code[at] ?? 0;
  const pop = (): Term => {
    const term = stack.pop();
    if (!term) throw new Error(`The stack is empty at ${at}.`);
    return term;
  };
  const place = (): number => {
    const term = pop();
    if (term.known === undefined) throw new Error(`A place is unknown at ${at}.`);
    return Number(term.known);
  };
  const go = (term?: Term): readonly State[] => [{ ...state, at: at + 1, stack: term ? [...stack, term] : stack }];

  const binary = BINARY[instruction];
  if (binary) return go(apply(problem, binary, [pop(), pop()]));
  const unary = UNARY[instruction];
  if (unary) return go(apply(problem, unary, [pop()]));
  if (instruction >= 0x5f && instruction <= 0x7f) {
    const size = instruction - 0x5f;
    const pushed = known(BigInt(`0x0${Buffer.from(code.slice(at + 1, at + 1 + size)).toString("hex")}`));
    return [{ ...state, at: at + 1 + size, stack: [...stack, pushed] }];
  }
  if (instruction >= 0x80 && instruction <= 0x8f) return go(stack.at(-(instruction - 0x7f)));
  if (instruction >= 0x90 && instruction <= 0x9f) {
    const [top, other] = [stack.length - 1, stack.length - 1 - (instruction - 0x8f)];
    [stack[top], stack[other]] = [stack[other] as Term, stack[top] as Term];
    return go();
  }
  switch (instruction) {
    case 0x20: // KECCAK256
      return go(problem.hash(wordsAt(memory, place(), place())));
    case 0x34: // CALLVALUE
      return go(known(0n));
    case 0x35: // CALLDATALOAD
      return go(input(place(), selector, inputs));
    case 0x36: // CALLDATASIZE
      return go(known(BigInt(4 + 32 * inputs.length)));
    case 0x37: {
      // CALLDATACOPY: only what Solidity does with it, to clear memory from beyond the end.
      const [to, from, size] = [place(), place(), place()];
      if (from < 4 + 32 * inputs.length || size % 32 !== 0) throw new Error(`Calldata is copied at ${at}.`);
      const zeros = Array.from({ length: size / 32 }, (_, index) => [to + 32 * index, known(0n)] as const);
      return [{ ...state, at: at + 1, stack, memory: new Map([...memory, ...zeros]) }];
    }
    case 0x42: // TIMESTAMP
      return go(now);
    case 0x50: // POP
      pop();
      return go();
    case 0x51: // MLOAD
      return go(wordAt(memory, place()));
    case 0x52: {
      // MSTORE
      const [offset, value] = [place(), pop()];
      return [{ ...state, at: at + 1, stack, memory: new Map(memory).set(offset, value) }];
    }
    case 0x56: // JUMP
      return [{ ...state, at: place(), stack }];
    case 0x57: {
      // JUMPI
      const [target, condition] = [place(), pop()];
      const jump = { ...state, at: target, stack };
      const pass = { ...state, at: at + 1, stack };
      if (condition.known !== undefined) return [condition.known === 0n ? pass : jump];
      const truth = holds(condition);
      if (conditions.includes(truth)) return [jump];
      if (conditions.includes(not(truth))) return [pass];
      return [
        { ...pass, conditions: [...conditions, not(truth)] },
        { ...jump, conditions: [...conditions, truth] },
      ];
    }
    case 0x5b: // JUMPDEST
      return go();
    case 0x00: // STOP
    case 0xf3: // RETURN
      return [];
    case 0xfd: {
      // REVERT
      const [, size] = [place(), place()];
      if (size > 0 && (memory.get(0)?.known ?? 0n) >> 224n === PANIC) {
        return { conditions, reason: `Panic(0x${memory.get(4)?.known?.toString(16)})` };
      }
      return mustReturn && size > 0 ? { conditions, reason: "refused" } : [];
    }
    case 0xfe:
      return { conditions, reason: "invalid instruction" };
    default:
      throw new Error(`The instruction 0x${instruction.toString(16)} at ${at} is not supported.`);
  }
}

function wordsAt(memory: State["memory"], offset: number, size: number): Term[] {
  if (size % 32 !== 0) throw new Error(`${size} bytes are no whole words.`);
  return Array.from({ length: size / 32 }, (_, index) => wordAt(memory, offset + 32 * index));
}

function wordAt(memory: State["memory"], offset: number): Term {
  for (let other = offset - 31; other < offset + 32; ++other) {
    if (other !== offset && memory.has(other)) throw new Error(`Words in memory overlap at ${offset}.`);
  }
  return memory.get(offset) ?? known(0n);
}

function input(offset: number, selector: number, inputs: readonly Term[]): Term {
  // Only the selector is taken from the first word.
  if (offset === 0) return known(BigInt(selector) << 224n);
  const word = inputs[(offset - 4) / 32];
  if (!word) throw new Error(`Calldata is read at ${offset}.`);
  return word;
}
