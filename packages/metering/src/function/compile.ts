import type { ByteWriter } from "../binary/writer.ts";
import { CAPS } from "../caps.ts";
import { FREE_LEAF, instructionCost } from "../costs.ts";
import { ProgramRefusedError } from "../errors.ts";
import type { MeterIndices } from "../meter-code.ts";
import type { ModuleShape } from "../module-shape.ts";
import { frameBytes, SMALL_FRAME_BYTES } from "../stack.ts";
import { type CallCosts, placeCharges } from "./charges.ts";
import { type Body, decodeBody, emptyBody } from "./decode.ts";
import { emitFunction } from "./emit.ts";
import { followOperands } from "./operands.ts";
import { readStructure, type Structure } from "./structure.ts";

/** Rewrites a module's functions one after the other. */
export class FunctionCompiler {
  /** Result lists of the block types `() → results` that the type section needs in addition, behind the helpers' type. */
  readonly addedTypes: (readonly number[])[] = [];
  private readonly shape: ModuleShape;
  private readonly meter: MeterIndices;
  private readonly body: Body;
  private readonly freeLeaves: ReadonlyMap<number, number>;
  private readonly calls: CallCosts;
  private locals = 0;

  constructor(shape: ModuleShape, meter: MeterIndices) {
    this.shape = shape;
    this.meter = meter;
    this.body = emptyBody(shape.bytes);
    this.freeLeaves = this.findFreeLeaves();
    const freeLeaves = this.freeLeaves;
    let indirect = 0;
    for (const cost of freeLeaves.values()) indirect = Math.max(indirect, cost);
    this.calls = { direct: (index) => freeLeaves.get(index) ?? 0, indirect };
  }

  /** Writes the function whose body is number `bodyIndex`, without its length. */
  compile(w: ByteWriter, bodyIndex: number): void {
    const { body, shape } = this;
    const functionIndex = shape.imports.length + bodyIndex;
    const type = this.decode(bodyIndex);
    this.countLocals(bodyIndex);
    const structure = readStructure(body);
    const operands = followOperands(body, shape, type.results);
    if (operands.height > CAPS.operandHeight) {
      throw new ProgramRefusedError({
        rule: "too-large",
        reason: `a function keeps more than ${CAPS.operandHeight} values on its operand stack`,
        offset: shape.bodies[bodyIndex]?.start,
      });
    }
    const free = this.freeLeaves.has(functionIndex);
    const { localTypes: locals, parameterCount } = body;
    const frame = frameBytes({ locals, parameterCount, results: type.results, height: operands.height });
    emitFunction(w, {
      body,
      structure,
      charges: free ? undefined : placeCharges(body, structure, this.calls),
      canonicalAfter: operands.canonicalAfter,
      frameBytes: frame,
      stack: stackRule(structure, frame),
      resultType: this.blockTypeOf(type.results),
      meter: this.meter,
    });
  }

  private decode(bodyIndex: number): { params: readonly number[]; results: readonly number[] } {
    const { shape } = this;
    const typeIndex = shape.functionTypes[shape.imports.length + bodyIndex] as number;
    const type = shape.types[typeIndex];
    const range = shape.bodies[bodyIndex];
    if (type === undefined || range === undefined) {
      throw new ProgramRefusedError({ rule: "malformed", reason: "a function has a type that is not there" });
    }
    decodeBody(this.body, range, type.params);
    return type;
  }

  private countLocals(bodyIndex: number): void {
    this.locals += this.body.localTypes.length;
    if (this.locals <= CAPS.localsPerModule) return;
    throw new ProgramRefusedError({
      rule: "too-large",
      reason: `its functions together have more than ${CAPS.localsPerModule} locals`,
      offset: this.shape.bodies[bodyIndex]?.start,
    });
  }

  /** Cost by function index of the functions that carry no meter because whoever calls them pays for them. */
  private findFreeLeaves(): Map<number, number> {
    const { shape, body } = this;
    const leaves = new Map<number, number>();
    shape.bodies.forEach((range, bodyIndex) => {
      if (range.end - range.start > FREE_LEAF.bodyBytes) return;
      this.decode(bodyIndex);
      if (body.localTypes.length > FREE_LEAF.locals) return;
      const structure = readStructure(body);
      if (!structure.leaf || structure.hasLoop) return;
      let cost = 0;
      for (let at = 0; at < body.count; at++) cost += instructionCost(body.code[at] as number);
      if (cost <= FREE_LEAF.cost) leaves.set(shape.imports.length + bodyIndex, cost);
    });
    return leaves;
  }

  private blockTypeOf(results: readonly number[]): number {
    if (results.length === 0) return -64;
    if (results.length === 1) return (results[0] as number) - 0x80;
    const key = results.join();
    let index = this.addedTypes.findIndex((added) => added.join() === key);
    if (index < 0) index = this.addedTypes.push(results) - 1;
    return this.shape.types.length + 1 + index;
  }
}

function stackRule(structure: Structure, frame: number): "counted" | "tested" | "free" {
  if (!structure.leaf) return "counted";
  return frame > SMALL_FRAME_BYTES ? "tested" : "free";
}
