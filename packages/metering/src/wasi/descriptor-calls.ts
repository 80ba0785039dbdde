import type { WasiContext } from "./context.ts";
import type { FileDescriptor } from "./descriptors.ts";
import { Errno, WasiError } from "./errno.ts";
import { fileTypeOf, writeFileStat } from "./stat.ts";

/** Positions and sizes that a program may ask for; the output limit ends it long before. */
const MAX_POSITION = 2n ** 52n;

const ALL_RIGHTS = 0x1fff_ffffn;
const STREAM_RIGHTS = 0x0820_005an;
const FLAG_APPEND = 1;

export function fdClose(context: WasiContext, number: number): number {
  const descriptor = context.descriptors.remove(number);
  if (descriptor.kind === "file") {
    descriptor.file.opens--;
    context.output.releaseIfUnused(descriptor.file);
  }
  return Errno.success;
}

export function fdRenumber(context: WasiContext, from: number, to: number): number {
  const moved = context.descriptors.get(from);
  context.descriptors.get(to);
  if (from === to) return Errno.success;
  fdClose(context, to);
  context.descriptors.remove(from);
  context.descriptors.place(to, moved);
  return Errno.success;
}

export function fdFdstatGet({ memory, descriptors }: WasiContext, number: number, at: number): number {
  const descriptor = descriptors.get(number);
  const view = memory.view(at, 24);
  const isStream = descriptor.kind !== "file" && descriptor.kind !== "folder";
  view.setUint16(0, fileTypeOf(descriptor), true);
  view.setUint16(2, descriptor.kind === "file" && descriptor.append ? FLAG_APPEND : 0, true);
  view.setUint32(4, 0, true);
  // A stream without the right to seek is what C libraries take for a terminal, and flush line by line.
  view.setBigUint64(8, isStream ? STREAM_RIGHTS : ALL_RIGHTS, true);
  view.setBigUint64(16, isStream ? 0n : ALL_RIGHTS, true);
  return Errno.success;
}

export function fdFdstatSetFlags({ descriptors }: WasiContext, number: number, flags: number): number {
  const descriptor = descriptors.get(number);
  if (descriptor.kind === "file") descriptor.append = (flags & FLAG_APPEND) !== 0;
  return Errno.success;
}

export function fdFilestatGet({ memory, descriptors }: WasiContext, number: number, at: number): number {
  const descriptor = descriptors.get(number);
  writeFileStat(memory, at, fileTypeOf(descriptor), descriptor.kind === "file" ? descriptor.file.data.size : 0);
  return Errno.success;
}

export function fdFilestatSetSize(context: WasiContext, number: number, size: bigint): number {
  const { file } = writable(context.descriptors.file(number));
  resize(context, file, checkedPosition(size));
  return Errno.success;
}

export function fdAllocate(context: WasiContext, number: number, offset: bigint, length: bigint): number {
  const { file } = writable(context.descriptors.file(number));
  const end = checkedPosition(offset + length);
  if (end > file.data.size) resize(context, file, end);
  return Errno.success;
}

export function fdSeek(
  context: WasiContext,
  number: number,
  offset: bigint,
  whence: number,
  positionAt: number,
): number {
  const descriptor = context.descriptors.file(number);
  const base = [0, descriptor.position, descriptor.file.data.size][whence];
  if (base === undefined) return Errno.inval;
  const target = BigInt(base) + BigInt.asIntN(64, offset);
  if (target < 0n) return Errno.inval;
  context.memory.writeU64(positionAt, target);
  descriptor.position = checkedPosition(target);
  return Errno.success;
}

export function fdTell({ memory, descriptors }: WasiContext, number: number, positionAt: number): number {
  memory.writeU64(positionAt, BigInt(descriptors.file(number).position));
  return Errno.success;
}

/** Nothing is kept on a disk, and no times are kept at all: these calls only check their descriptor. */
export function fdNothing({ descriptors }: WasiContext, number: number): number {
  descriptors.get(number);
  return Errno.success;
}

export function fdPrestatGet({ memory, descriptors }: WasiContext, number: number, at: number): number {
  const descriptor = descriptors.get(number);
  if (descriptor.kind !== "folder" || descriptor.preopen === undefined) return Errno.badf;
  const view = memory.view(at, 8);
  view.setUint32(0, 0, true);
  view.setUint32(4, descriptor.preopen.length, true);
  return Errno.success;
}

export function fdPrestatDirName(
  { memory, descriptors }: WasiContext,
  number: number,
  at: number,
  length: number,
): number {
  const descriptor = descriptors.get(number);
  if (descriptor.kind !== "folder" || descriptor.preopen === undefined) return Errno.badf;
  if (length < descriptor.preopen.length) return Errno.nametoolong;
  const name = [...descriptor.preopen].map((letter) => letter.charCodeAt(0));
  memory.bytes(at, name.length).set(name);
  return Errno.success;
}

export function writable(descriptor: FileDescriptor): FileDescriptor {
  if (!descriptor.writable) throw new WasiError(Errno.badf);
  return descriptor;
}

export function checkedPosition(position: bigint): number {
  if (position > MAX_POSITION) throw new WasiError(Errno.inval);
  return Number(position);
}

function resize(context: WasiContext, file: FileDescriptor["file"], size: number): void {
  // Zeroes are written where a file grows, and fuel is taken first.
  if (size > file.data.size) context.charge(size - file.data.size);
  context.output.resize(file, size);
}
