import { COSTS } from "../costs.ts";
import { TICK_NANOSECONDS } from "./clock.ts";
import type { WasiContext } from "./context.ts";
import { Errno, ProgramStopped } from "./errno.ts";

export function argsSizesGet(context: WasiContext, countAt: number, sizeAt: number): number {
  return writeSizes(context, context.args, countAt, sizeAt);
}

export function argsGet(context: WasiContext, pointersAt: number, textAt: number): number {
  return writeTexts(context, context.args, pointersAt, textAt);
}

export function environSizesGet(context: WasiContext, countAt: number, sizeAt: number): number {
  return writeSizes(context, context.env, countAt, sizeAt);
}

export function environGet(context: WasiContext, pointersAt: number, textAt: number): number {
  return writeTexts(context, context.env, pointersAt, textAt);
}

export function clockResGet({ memory }: WasiContext, clockId: number, resolutionAt: number): number {
  if (clockId > 3) return Errno.inval;
  memory.writeU64(resolutionAt, TICK_NANOSECONDS);
  return Errno.success;
}

export function clockTimeGet(
  { memory, clock }: WasiContext,
  clockId: number,
  _precision: bigint,
  timeAt: number,
): number {
  const time = clock.read(clockId);
  if (time === undefined) return Errno.inval;
  memory.writeU64(timeAt, time);
  return Errno.success;
}

export function randomGet(context: WasiContext, bytesAt: number, length: number): number {
  const target = context.memory.bytes(bytesAt, length);
  context.charge(length * COSTS.randomPerByte);
  context.random.fill(target);
  return Errno.success;
}

export function schedYield(): number {
  return Errno.success;
}

export function procExit(_context: WasiContext, exitCode: number): number {
  throw new ProgramStopped("exited", exitCode);
}

function writeSizes({ memory }: WasiContext, texts: readonly Uint8Array[], countAt: number, sizeAt: number): number {
  memory.writeU32(countAt, texts.length);
  memory.writeU32(
    sizeAt,
    texts.reduce((sum, text) => sum + text.length + 1, 0),
  );
  return Errno.success;
}

function writeTexts(context: WasiContext, texts: readonly Uint8Array[], pointersAt: number, textAt: number): number {
  const { memory } = context;
  context.charge(texts.reduce((sum, text) => sum + text.length + 1 + COSTS.wasiPerVector, 0));
  let at = textAt;
  for (const [index, text] of texts.entries()) {
    memory.writeU32(pointersAt + 4 * index, at);
    const target = memory.bytes(at, text.length + 1);
    target.set(text);
    target[text.length] = 0;
    at += text.length + 1;
  }
  return Errno.success;
}
