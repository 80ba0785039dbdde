import { F32, F64, FUNCREF, I32, Op, SIMD, V128 } from "../opcodes.ts";
import { absoluteOf, NanClass, negatedOf } from "./nan-classes.ts";
import type { OperandWalker } from "./operand-walker.ts";

type Handler = (walker: OperandWalker, at: number) => void;

/** Instructions whose operands do not follow from the table of types alone. */
export const OPERAND_HANDLERS: Readonly<Record<number, Handler>> = {
  [Op.unreachable]: (walker) => walker.unreachable(),
  [Op.block]: (walker, at) => walker.open(at, false),
  [Op.loop]: (walker, at) => walker.open(at, true),
  [Op.if]: (walker, at) => {
    walker.pop();
    walker.open(at, false);
  },
  [Op.else]: (walker) => walker.otherwise(),
  [Op.end]: (walker, at) => walker.close(at),
  [Op.br]: (walker, at) => {
    walker.branch(walker.immediate(at));
    walker.unreachable();
  },
  [Op.brIf]: (walker, at) => {
    walker.pop();
    walker.branch(walker.immediate(at));
  },
  [Op.brTable]: (walker, at) => {
    walker.pop();
    for (const label of new Set(walker.labels(at))) walker.branch(label);
    walker.unreachable();
  },
  [Op.return]: (walker) => walker.returnAll(),
  [Op.call]: (walker, at) => walker.call(walker.typeOfFunction(walker.immediate(at)), at),
  [Op.callIndirect]: (walker, at) => {
    walker.pop();
    walker.call(walker.immediate(at), at);
  },
  [Op.drop]: (walker) => {
    walker.pop();
  },
  [Op.select]: (walker, at) => walker.select(undefined, at),
  [Op.selectTyped]: (walker, at) => walker.select(walker.immediate(at), at),
  [Op.localGet]: (walker, at) => walker.localGet(at),
  [Op.localSet]: (walker, at) => walker.localSet(at, false),
  [Op.localTee]: (walker, at) => walker.localSet(at, true),
  [Op.globalGet]: (walker, at) => walker.pushAll([walker.globalType(walker.immediate(at))], at),
  [Op.globalSet]: (walker) => walker.popObserved(1),
  [Op.tableGet]: (walker, at) => {
    walker.pop();
    walker.pushAll([walker.tableType(walker.immediate(at))], at);
  },
  [Op.tableSet]: (walker) => walker.popObserved(2),
  [Op.refNull]: (walker, at) => walker.pushAll([walker.immediate(at)], at),
  [Op.refIsNull]: (walker, at) => {
    walker.pop();
    walker.pushAll([I32], at);
  },
  [Op.refFunc]: (walker, at) => walker.pushAll([FUNCREF], at),
  [Op.tableGrow]: (walker, at) => {
    walker.popObserved(2);
    walker.pushAll([I32], at);
  },
  [Op.tableFill]: (walker) => walker.popObserved(3),
  [Op.f32Const]: (walker, at) => walker.constant(at, F32),
  [Op.f64Const]: (walker, at) => walker.constant(at, F64),
  [Op.v128Const]: (walker, at) => walker.constant(at, V128),
  0x8b: (walker, at) => walker.sign(at, F32, absoluteOf),
  0x8c: (walker, at) => walker.sign(at, F32, negatedOf),
  0x98: (walker, at) => walker.copySign(at, F32),
  0x99: (walker, at) => walker.sign(at, F64, absoluteOf),
  0x9a: (walker, at) => walker.sign(at, F64, negatedOf),
  0xa6: (walker, at) => walker.copySign(at, F64),
  [SIMD + 19]: (walker, at) => walker.splat(at, NanClass.f32x4),
  [SIMD + 20]: (walker, at) => walker.splat(at, NanClass.f64x2),
};
