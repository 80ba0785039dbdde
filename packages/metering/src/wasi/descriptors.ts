import { Errno, WasiError } from "./errno.ts";
import type { FileNode, FolderNode } from "./files.ts";

/** Open descriptors at most, the five that the program begins with among them. */
const MAX_DESCRIPTORS = 1_024;

export interface StreamDescriptor {
  kind: "stdin" | "stdout" | "stderr";
}

export interface FileDescriptor {
  kind: "file";
  file: FileNode;
  position: number;
  readable: boolean;
  writable: boolean;
  append: boolean;
}

export interface FolderDescriptor {
  kind: "folder";
  folder: FolderNode;
  /** The name of a preopened folder, as the program sees it. */
  preopen: string | undefined;
  /** Names as they were when the program began to list the folder. */
  listing: readonly string[] | undefined;
}

export type Descriptor = StreamDescriptor | FileDescriptor | FolderDescriptor;

/** Descriptors by number; a new one gets the smallest that is free. */
export class DescriptorTable {
  private readonly open = new Map<number, Descriptor>();

  get(number: number): Descriptor {
    const descriptor = this.open.get(number);
    if (descriptor === undefined) throw new WasiError(Errno.badf);
    return descriptor;
  }

  file(number: number): FileDescriptor {
    const descriptor = this.get(number);
    if (descriptor.kind === "file") return descriptor;
    throw new WasiError(descriptor.kind === "folder" ? Errno.isdir : Errno.spipe);
  }

  folder(number: number): FolderDescriptor {
    const descriptor = this.get(number);
    if (descriptor.kind !== "folder") throw new WasiError(Errno.notdir);
    return descriptor;
  }

  add(descriptor: Descriptor): number {
    if (this.open.size >= MAX_DESCRIPTORS) throw new WasiError(Errno.mfile);
    let number = 0;
    while (this.open.has(number)) number++;
    this.place(number, descriptor);
    return number;
  }

  /** Puts `descriptor` at `number`, where nothing is open. */
  place(number: number, descriptor: Descriptor): void {
    this.open.set(number, descriptor);
  }

  /** Forgets `number` and returns what was open there. */
  remove(number: number): Descriptor {
    const descriptor = this.get(number);
    this.open.delete(number);
    return descriptor;
  }
}
