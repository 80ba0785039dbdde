import type { ByteWriter } from "../binary/writer.ts";
import {
  type MeterIndices,
  writeDraw,
  writeGlobalCharge,
  writeGlobalChargeKept,
  writeSettle,
  writeSliceCharge,
  writeSliceChargeTested,
  writeTest,
} from "../meter-code.ts";
import { F32, F64, I64, Op, V128 } from "../opcodes.ts";
import type { Charge, Charges } from "./charges.ts";
import type { Body } from "./decode.ts";
import { NanClass, type NanClassValue } from "./nan-classes.ts";
import { writeCanonical } from "./nan-code.ts";
import type { Structure } from "./structure.ts";

/** Everything known of one function when its instrumented body is written. */
export interface FunctionPlan {
  body: Body;
  structure: Structure;
  /** undefined for a free leaf, which is not metered. */
  charges: Charges | undefined;
  canonicalAfter: ReadonlyMap<number, NanClassValue>;
  frameBytes: number;
  stack: "counted" | "tested" | "free";
  /** Block type of the function's results, encoded. */
  resultType: number;
  meter: MeterIndices;
}

/** Writes the function's locals and instructions. */
export function emitFunction(w: ByteWriter, plan: FunctionPlan): void {
  new FunctionEmitter(w, plan).emit();
}

class FunctionEmitter {
  private readonly w: ByteWriter;
  private readonly plan: FunctionPlan;
  private readonly charges: Charges | undefined;
  private readonly wrapped: boolean;
  private readonly added: number[] = [];
  private readonly slice: number = -1;
  private readonly rest: number = -1;
  private readonly saved: number = -1;
  private readonly lowered: number = -1;
  private readonly scratch: ReadonlyMap<number, number>;
  private nesting = 0;
  /** Instructions of the original that are written, or replaced. */
  private copied = 0;

  constructor(w: ByteWriter, plan: FunctionPlan) {
    this.w = w;
    this.plan = plan;
    this.charges = plan.charges;
    const tested = [...(plan.charges?.before.values() ?? [])].some((charge) => charge.tested);
    const counted = plan.stack === "counted";
    this.wrapped = tested || counted || (plan.charges?.settleAtEnd ?? false);
    if (tested) this.rest = this.addLocal(I64);
    if (plan.structure.slicedLoops.size > 0) this.slice = this.addLocal(I64);
    if (counted) {
      this.saved = this.addLocal(I64);
      this.lowered = this.addLocal(I64);
    }
    this.scratch = new Map(
      [...new Set([...plan.canonicalAfter.values()].map(typeOfClass))].map((type) => [type, this.addLocal(type)]),
    );
  }

  emit(): void {
    const { w, plan } = this;
    const { body } = plan;
    w.u32(body.localGroups + this.added.length);
    w.raw(body.bytes.subarray(body.localBytes.start, body.localBytes.end));
    for (const type of this.added) w.u32(1).u8(type);
    if (plan.stack === "tested") this.testStack();
    if (this.wrapped) w.ops(Op.block, 0x40);
    if (plan.stack === "counted") this.lowerStack();
    this.charge(0, 0);
    if (this.wrapped) w.u8(Op.block).signed(plan.resultType);
    this.instructions();
    if (this.wrapped) this.leave();
    w.u8(Op.end);
  }

  private instructions(): void {
    const { body, canonicalAfter } = this.plan;
    const last = body.count - 1;
    for (let at = 0; at < last; at++) {
      this.before(at);
      this.instruction(body.code[at] as number, at);
      const nanClass = canonicalAfter.get(at);
      if (nanClass === undefined) continue;
      this.copyUpTo(at + 1);
      writeCanonical(this.w, nanClass, this.scratch.get(typeOfClass(nanClass)) as number);
    }
    this.before(last);
    this.copyUpTo(last);
  }

  private before(at: number): void {
    const charge = at > 0 ? this.charges?.before.get(at) : undefined;
    const settles = this.charges?.settleBefore.has(at);
    if (charge === undefined && !settles) return;
    this.copyUpTo(at);
    this.charge(at, this.nesting + 1);
    if (settles) this.settle();
  }

  private instruction(code: number, at: number): void {
    switch (code) {
      case Op.loop:
        if (this.plan.structure.slicedLoops.has(at) && this.charges) {
          this.copyUpTo(at);
          writeDraw(this.w, this.plan.meter, this.slice);
        }
        this.nesting++;
        break;
      case Op.block:
      case Op.if:
        this.nesting++;
        break;
      case Op.end:
        this.nesting--;
        break;
      case Op.return:
        if (this.wrapped) this.replace(at).u8(Op.br).u32(this.nesting);
        break;
      case Op.brIf:
        if (this.charges?.settleOnBranch.has(at)) this.settlingBranch(at);
        break;
      case Op.memoryGrow:
        this.replace(at).u8(Op.call).u32(this.plan.meter.grow);
        break;
      case Op.memoryInit:
      case Op.memoryCopy:
      case Op.memoryFill:
        this.insert(at).u8(Op.call).u32(this.plan.meter.chargeBytes);
        break;
      case Op.tableInit:
      case Op.tableCopy:
      case Op.tableGrow:
      case Op.tableFill:
        this.insert(at).u8(Op.call).u32(this.plan.meter.chargeEntries);
        break;
      default:
    }
  }

  /** Copies the original's instructions before `at`, as far as they are not there yet. */
  private copyUpTo(at: number): void {
    if (at <= this.copied) return;
    const { bytes, start } = this.plan.body;
    this.w.raw(bytes.subarray(start[this.copied], start[at]));
    this.copied = at;
  }

  private insert(at: number): ByteWriter {
    this.copyUpTo(at);
    return this.w;
  }

  private replace(at: number): ByteWriter {
    this.copyUpTo(at);
    this.copied = at + 1;
    return this.w;
  }

  private settlingBranch(at: number): void {
    this.replace(at).ops(Op.if, 0x40);
    this.settle();
    this.w
      .u8(Op.br)
      .u32((this.plan.body.immediate[at] as number) + 1)
      .u8(Op.end);
  }

  private settle(): void {
    writeSettle(this.w, this.plan.meter, this.slice);
  }

  /** `trap` is the label of the block behind which execution stops. */
  private charge(at: number, trap: number): void {
    const charge = this.charges?.before.get(at);
    if (charge === undefined) return;
    if (charge.sliced) this.chargeSlice(charge, trap);
    else if (charge.tested) this.chargeTested(charge.cost, at, trap);
    else writeGlobalCharge(this.w, this.plan.meter, charge.cost);
  }

  private chargeSlice(charge: Charge, trap: number): void {
    const { w, slice, rest } = this;
    if (charge.tested) writeSliceChargeTested(w, this.plan.meter, { slice, rest }, charge.cost, trap);
    else writeSliceCharge(w, slice, charge.cost);
  }

  private chargeTested(cost: number, at: number, trap: number): void {
    writeGlobalChargeKept(this.w, this.plan.meter, cost, this.rest);
    // One test serves both meters: the sign of either shows in the sign of their union.
    if (at === 0 && this.lowered >= 0) this.w.u8(Op.localGet).u32(this.lowered).u8(Op.i64Or);
    writeTest(this.w, trap);
  }

  private lowerStack(): void {
    const { w, plan } = this;
    w.u8(Op.globalGet).u32(plan.meter.stack).u8(Op.localTee).u32(this.saved);
    w.u8(Op.i64Const).signed(plan.frameBytes).ops(Op.i64Sub, Op.localTee).u32(this.lowered);
    w.u8(Op.globalSet).u32(plan.meter.stack);
  }

  private testStack(): void {
    const { w, plan } = this;
    w.u8(Op.globalGet).u32(plan.meter.stack).u8(Op.i64Const).signed(plan.frameBytes).ops(Op.i64LtS, Op.if, 0x40);
    w.u8(Op.i64Const).signed(-1).u8(Op.globalSet).u32(plan.meter.stack).ops(Op.unreachable, Op.end);
  }

  private leave(): void {
    const { w } = this;
    w.u8(Op.end);
    if (this.charges?.settleAtEnd) this.settle();
    if (this.saved >= 0) w.u8(Op.localGet).u32(this.saved).u8(Op.globalSet).u32(this.plan.meter.stack);
    w.ops(Op.return, Op.end, Op.unreachable);
  }

  private addLocal(type: number): number {
    this.added.push(type);
    return this.plan.body.localTypes.length + this.added.length - 1;
  }
}

function typeOfClass(nanClass: NanClassValue): number {
  if (nanClass === NanClass.f32 || nanClass === NanClass.negatedF32) return F32;
  return nanClass === NanClass.f64 || nanClass === NanClass.negatedF64 ? F64 : V128;
}
