import { ByteWriter } from "./binary/writer.ts";
import { COSTS, SLICE } from "./costs.ts";
import { DENIED } from "./meter-names.ts";
import { I32, I64, Op } from "./opcodes.ts";

/** Indices of what the meter adds to a module, all behind the module's own. */
export interface MeterIndices {
  fuel: number;
  stack: number;
  denied: number;
  chargeBytes: number;
  chargeEntries: number;
  grow: number;
}

/** Subtracts `cost` from the fuel outside this function. */
export function writeGlobalCharge(w: ByteWriter, meter: MeterIndices, cost: number): void {
  w.u8(Op.globalGet).u32(meter.fuel).u8(Op.i64Const).signed(cost).ops(Op.i64Sub, Op.globalSet).u32(meter.fuel);
}

/** The same, leaving the rest in the local `rest`. */
export function writeGlobalChargeKept(w: ByteWriter, meter: MeterIndices, cost: number, rest: number): void {
  w.u8(Op.globalGet).u32(meter.fuel).u8(Op.i64Const).signed(cost).ops(Op.i64Sub, Op.localTee).u32(rest);
  w.u8(Op.globalSet).u32(meter.fuel).u8(Op.localGet).u32(rest);
}

/** Branches to `label` if the number on top is negative. */
export function writeTest(w: ByteWriter, label: number): void {
  w.ops(Op.i64Const, 0, Op.i64LtS, Op.brIf).u32(label);
}

/** Takes a first slice for a loop: as much as there is, at most {@link SLICE}. */
export function writeDraw(w: ByteWriter, meter: MeterIndices, slice: number): void {
  w.u8(Op.i64Const).signed(SLICE).u8(Op.globalGet).u32(meter.fuel);
  w.u8(Op.i64Const).signed(SLICE).u8(Op.globalGet).u32(meter.fuel).ops(Op.i64LeS, Op.select, Op.localSet).u32(slice);
  writeFuelMinus(w, meter, slice);
}

/** Gives back what is left of a slice; does nothing where none is open. */
export function writeSettle(w: ByteWriter, meter: MeterIndices, slice: number): void {
  w.u8(Op.globalGet).u32(meter.fuel).u8(Op.localGet).u32(slice).ops(Op.i64Add, Op.globalSet).u32(meter.fuel);
  w.ops(Op.i64Const, 0, Op.localSet).u32(slice);
}

/** Charges the slice. */
export function writeSliceCharge(w: ByteWriter, slice: number, cost: number): void {
  w.u8(Op.localGet).u32(slice).u8(Op.i64Const).signed(cost).ops(Op.i64Sub, Op.localSet).u32(slice);
}

/** Charges the slice, takes the next one where it is used up, and branches to `label` where no fuel is left. */
export function writeSliceChargeTested(
  w: ByteWriter,
  meter: MeterIndices,
  locals: { slice: number; rest: number },
  cost: number,
  label: number,
): void {
  const { slice, rest } = locals;
  w.u8(Op.localGet).u32(slice).u8(Op.i64Const).signed(cost).ops(Op.i64Sub, Op.localTee).u32(slice);
  w.ops(Op.i64Const, 0, Op.i64LtS, Op.if, 0x40);
  w.u8(Op.i64Const).signed(SLICE).u8(Op.localGet).u32(slice).ops(Op.i64Sub, Op.localTee).u32(rest);
  w.u8(Op.globalGet).u32(meter.fuel).u8(Op.localGet).u32(rest).u8(Op.globalGet).u32(meter.fuel);
  w.ops(Op.i64LeS, Op.select, Op.localTee).u32(rest);
  w.u8(Op.localGet).u32(slice).ops(Op.i64Add, Op.localSet).u32(slice);
  writeFuelMinus(w, meter, rest);
  w.u8(Op.localGet).u32(slice).ops(Op.i64Const, 0, Op.i64LtS, Op.if, 0x40);
  w.u8(Op.localGet)
    .u32(slice)
    .u8(Op.globalSet)
    .u32(meter.fuel)
    .u8(Op.br)
    .u32(label + 2);
  w.ops(Op.end, Op.end);
}

function writeFuelMinus(w: ByteWriter, meter: MeterIndices, local: number): void {
  w.u8(Op.globalGet).u32(meter.fuel).u8(Op.localGet).u32(local).ops(Op.i64Sub, Op.globalSet).u32(meter.fuel);
}

/** Bodies of the helper functions, in the order of their indices. */
export function helperBodies(meter: MeterIndices, memory: GrowthBounds): ByteWriter[] {
  return [
    chargeBody(meter, Op.i64ShrU, COSTS.bulkBytesShift),
    chargeBody(meter, Op.i64Shl, Math.log2(COSTS.tableEntry)),
    memory.present ? growBody(meter, memory) : deniedBody(),
  ];
}

/** In pages of 64 KiB. */
export interface GrowthBounds {
  present: boolean;
  /** The module's own maximum, or the format's. */
  own: number;
  /** The execution's limit. */
  limit: number;
}

/** (amount) → amount: charges as much, shifted. */
function chargeBody(meter: MeterIndices, direction: number, shift: number): ByteWriter {
  const w = new ByteWriter(64).ops(1, 1, I64);
  w.u8(Op.globalGet).u32(meter.fuel).ops(Op.localGet, 0, Op.i64ExtendI32U, Op.i64Const, shift, direction, Op.i64Sub);
  w.ops(Op.localTee, 1, Op.globalSet).u32(meter.fuel);
  w.ops(Op.localGet, 1, Op.i64Const, 0, Op.i64LtS, Op.if, 0x40, Op.unreachable, Op.end);
  return w.ops(Op.localGet, 0, Op.end);
}

/** (pages) → as memory.grow: charges pages, and records why a growth failed. */
function growBody(meter: MeterIndices, bounds: GrowthBounds): ByteWriter {
  const pages = 0;
  const result = 1;
  const wanted = 2;
  const w = new ByteWriter(128).ops(2, 1, I32, 1, I64);
  w.ops(Op.memorySize, 0, Op.i64ExtendI32U, Op.localGet, pages, Op.i64ExtendI32U, Op.i64Add, Op.localTee, wanted);
  w.u8(Op.i64Const).signed(bounds.own).ops(Op.i64GtU, Op.if, 0x40);
  w.ops(Op.i32Const).signed(-1).ops(Op.return, Op.end);
  w.ops(Op.localGet, wanted, Op.i64Const).signed(bounds.limit).ops(Op.i64GtU, Op.if, 0x40);
  w.ops(Op.i32Const, DENIED.byLimit, Op.globalSet).u32(meter.denied).ops(Op.i32Const).signed(-1).ops(Op.return, Op.end);
  w.u8(Op.globalGet).u32(meter.fuel).ops(Op.localGet, pages, Op.i64ExtendI32U, Op.i64Const);
  w.signed(Math.log2(COSTS.memoryPage)).ops(Op.i64Shl, Op.i64Sub, Op.localTee, wanted, Op.globalSet).u32(meter.fuel);
  w.ops(Op.localGet, wanted, Op.i64Const, 0, Op.i64LtS, Op.if, 0x40, Op.unreachable, Op.end);
  w.ops(Op.localGet, pages, Op.memoryGrow, 0, Op.localTee, result, Op.i32Const).signed(-1);
  w.ops(Op.i32Eq, Op.if, 0x40, Op.i32Const, DENIED.byHost, Op.globalSet).u32(meter.denied).ops(Op.unreachable, Op.end);
  return w.ops(Op.localGet, result, Op.end);
}

function deniedBody(): ByteWriter {
  return new ByteWriter(16).ops(0, Op.unreachable, Op.end);
}

/** The three globals: fuel, stack, denied. */
export function writeMeterGlobals(w: ByteWriter, fuel: bigint, stack: bigint): void {
  w.ops(I64, 1, Op.i64Const).signed(fuel).u8(Op.end);
  w.ops(I64, 1, Op.i64Const).signed(stack).u8(Op.end);
  w.ops(I32, 1, Op.i32Const, DENIED.never, Op.end);
}
