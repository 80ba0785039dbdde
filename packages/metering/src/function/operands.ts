import type { ModuleShape } from "../module-shape.ts";
import type { Body } from "./decode.ts";
import { NanClass, type NanClassValue } from "./nan-classes.ts";
import { OPERAND_HANDLERS } from "./operand-handlers.ts";
import { OperandWalker, type Places } from "./operand-walker.ts";

/** What following a function's operands tells. */
export interface Operands {
  /** Greatest size of the operand stack, in slots of 8 bytes. */
  height: number;
  /** After these instructions the value on top is made canonical, as the class says. */
  canonicalAfter: Map<number, NanClassValue>;
}

/**
 * Follows the operands of a valid function. A value made by arithmetic is left as it is as long as nobody can see the
 * bits of its NaN (further arithmetic, comparisons, locals that hold nothing else), and is marked to be made canonical
 * right where it is produced if anything else takes it.
 */
export function followOperands(body: Body, shape: ModuleShape, results: readonly number[]): Operands {
  const walk = (places: Places): OperandWalker => {
    const walker = new OperandWalker(body, shape, results, places);
    walkOver(body, walker);
    return walker;
  };
  const first = walk({ locals: body.localTypes.map(() => NanClass.exact), labels: new Map() });
  // Each walk may use what the one before proved; copies of copies need a further one. Two find what compilers emit.
  const { height, canonicalAfter } = first.hasArithmetic ? walk(walk(first.found).found) : first;
  return { height, canonicalAfter };
}

function walkOver(body: Body, walker: OperandWalker): void {
  for (let at = 0; at < body.count; at++) {
    const code = body.code[at] as number;
    const handle = OPERAND_HANDLERS[code];
    if (handle) handle(walker, at);
    else walker.plain(code, at);
  }
}
