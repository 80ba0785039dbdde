import type { Descriptor } from "./descriptors.ts";
import type { GuestMemory } from "./guest-memory.ts";

export const FileType = { character: 2, folder: 3, file: 4 } as const;

export function fileTypeOf(descriptor: Descriptor): number {
  if (descriptor.kind === "file") return FileType.file;
  return descriptor.kind === "folder" ? FileType.folder : FileType.character;
}

/** Device, inode and times are zero: they would tell of the host. */
export function writeFileStat(memory: GuestMemory, at: number, fileType: number, size: number): void {
  const view = memory.view(at, 64);
  for (let offset = 0; offset < 64; offset += 8) view.setBigUint64(offset, 0n, true);
  view.setUint8(16, fileType);
  view.setBigUint64(24, 1n, true);
  view.setBigUint64(32, BigInt(size), true);
}
