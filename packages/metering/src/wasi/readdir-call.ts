import { COSTS } from "../costs.ts";
import type { WasiContext } from "./context.ts";
import { Errno } from "./errno.ts";
import { FileType } from "./stat.ts";
import { compareNames, encodeText } from "./text.ts";

const ENTRY_BYTES = 24;

/** Lists a folder in the order of its names' bytes, without "." and "..", as it was when the listing began. */
export function fdReaddir(
  context: WasiContext,
  number: number,
  bufferAt: number,
  length: number,
  cookie: bigint,
  usedAt: number,
): number {
  const descriptor = context.descriptors.folder(number);
  const target = context.memory.bytes(bufferAt, length);
  context.memory.view(usedAt, 4);
  if (cookie === 0n || descriptor.listing === undefined) {
    context.charge(descriptor.folder.entries.size * COSTS.wasiPerDirectoryEntry);
    descriptor.listing = [...descriptor.folder.entries.keys()].sort(compareNames);
  }
  const { listing } = descriptor;
  let used = 0;
  for (let index = cookie > listing.length ? listing.length : Number(cookie); index < listing.length; index++) {
    if (used >= length) break;
    const name = listing[index] as string;
    const isFolder = descriptor.folder.entries.get(name)?.kind === "folder";
    const entry = directoryEntry(name, index + 1, isFolder ? FileType.folder : FileType.file);
    const part = entry.subarray(0, length - used);
    context.charge(part.length * COSTS.wasiPerByte);
    target.set(part, used);
    used += part.length;
  }
  context.memory.writeU32(usedAt, used);
  return Errno.success;
}

function directoryEntry(name: string, next: number, fileType: number): Uint8Array {
  const bytes = encodeText(name);
  const entry = new Uint8Array(ENTRY_BYTES + bytes.length);
  const view = new DataView(entry.buffer);
  view.setBigUint64(0, BigInt(next), true);
  view.setUint32(16, bytes.length, true);
  view.setUint8(20, fileType);
  entry.set(bytes, ENTRY_BYTES);
  return entry;
}
