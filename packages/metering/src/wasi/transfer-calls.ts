import { COSTS } from "../costs.ts";
import type { WasiContext } from "./context.ts";
import { checkedPosition, writable } from "./descriptor-calls.ts";
import type { FileDescriptor } from "./descriptors.ts";
import { Errno, WasiError } from "./errno.ts";

const MAX_VECTORS = 1_024;
const VECTOR_BYTES = 8;

export function fdWrite(
  context: WasiContext,
  number: number,
  vectorsAt: number,
  count: number,
  writtenAt: number,
): number {
  const descriptor = context.descriptors.get(number);
  if (descriptor.kind === "stdin") return Errno.badf;
  if (descriptor.kind === "folder") return Errno.isdir;
  const { buffers, total } = readVectors(context, vectorsAt, count, writtenAt);
  if (descriptor.kind === "file") {
    writable(descriptor);
    if (descriptor.append) descriptor.position = descriptor.file.data.size;
    descriptor.position = writeFile(context, descriptor, descriptor.position, buffers, total);
  } else {
    writeStream(context, descriptor.kind, buffers, total);
  }
  context.memory.writeU32(writtenAt, total);
  return Errno.success;
}

export function fdPwrite(
  context: WasiContext,
  number: number,
  vectorsAt: number,
  count: number,
  offset: bigint,
  writtenAt: number,
): number {
  const descriptor = writable(context.descriptors.file(number));
  const { buffers, total } = readVectors(context, vectorsAt, count, writtenAt);
  writeFile(context, descriptor, checkedPosition(offset), buffers, total);
  context.memory.writeU32(writtenAt, total);
  return Errno.success;
}

export function fdRead(context: WasiContext, number: number, vectorsAt: number, count: number, readAt: number): number {
  const descriptor = context.descriptors.get(number);
  if (descriptor.kind === "stdin") {
    const { stdin } = context;
    stdin.position += read(context, stdin.bytes, stdin.position, { vectorsAt, count, readAt });
    return Errno.success;
  }
  if (descriptor.kind !== "file") return descriptor.kind === "folder" ? Errno.isdir : Errno.badf;
  const source = readable(descriptor).file.data.view();
  descriptor.position += read(context, source, descriptor.position, { vectorsAt, count, readAt });
  return Errno.success;
}

export function fdPread(
  context: WasiContext,
  number: number,
  vectorsAt: number,
  count: number,
  offset: bigint,
  readAt: number,
): number {
  const descriptor = readable(context.descriptors.file(number));
  read(context, descriptor.file.data.view(), checkedPosition(offset), { vectorsAt, count, readAt });
  return Errno.success;
}

interface Vectors {
  buffers: readonly Uint8Array[];
  total: number;
}

/** All buffers are checked before the first byte moves; so is the place of the answer. */
function readVectors(context: WasiContext, vectorsAt: number, count: number, answerAt: number): Vectors {
  if (count > MAX_VECTORS) throw new WasiError(Errno.inval);
  context.charge(count * COSTS.wasiPerVector);
  const { memory } = context;
  const table = memory.view(vectorsAt, count * VECTOR_BYTES);
  memory.view(answerAt, 4);
  const buffers: Uint8Array[] = [];
  let total = 0;
  for (let offset = 0; offset < count * VECTOR_BYTES; offset += VECTOR_BYTES) {
    const buffer = memory.bytes(table.getUint32(offset, true), table.getUint32(offset + 4, true));
    buffers.push(buffer);
    total += buffer.length;
  }
  if (total > 0xffff_ffff) throw new WasiError(Errno.inval);
  return { buffers, total };
}

function writeStream(
  context: WasiContext,
  stream: "stdout" | "stderr",
  buffers: readonly Uint8Array[],
  total: number,
): void {
  context.charge(total * COSTS.wasiPerByte);
  context.outputMeter.take(total);
  const log = context.streams[stream];
  const start = log.size;
  for (const buffer of buffers) log.write(log.size, buffer);
  if (total > 0) context.onOutput(stream, log.view().slice(start));
}

function writeFile(
  context: WasiContext,
  descriptor: FileDescriptor,
  offset: number,
  buffers: readonly Uint8Array[],
  total: number,
): number {
  const { file } = descriptor;
  const gap = total > 0 ? Math.max(offset - file.data.size, 0) : 0;
  context.charge((total + gap) * COSTS.wasiPerByte);
  const end = offset + total;
  // The whole is taken from the output limit first: a write is done entirely or ends the program.
  if (total > 0 && end > file.data.size) context.output.resize(file, end);
  let at = offset;
  for (const buffer of buffers) {
    file.data.write(at, buffer);
    at += buffer.length;
  }
  return end;
}

interface ReadPlace {
  vectorsAt: number;
  count: number;
  readAt: number;
}

function read(context: WasiContext, source: Uint8Array, position: number, place: ReadPlace): number {
  const { buffers } = readVectors(context, place.vectorsAt, place.count, place.readAt);
  let done = 0;
  for (const buffer of buffers) {
    const part = source.subarray(Math.min(position + done, source.length), position + done + buffer.length);
    context.charge(part.length * COSTS.wasiPerByte);
    buffer.set(part);
    done += part.length;
    if (part.length < buffer.length) break;
  }
  context.memory.writeU32(place.readAt, done);
  return done;
}

function readable(descriptor: FileDescriptor): FileDescriptor {
  if (!descriptor.readable) throw new WasiError(Errno.badf);
  return descriptor;
}
