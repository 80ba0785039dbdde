import { pathFault } from "@computehive/protocol/path";
import { ByteLog } from "./byte-log.ts";
import { Errno, WasiError } from "./errno.ts";
import type { OutputMeter } from "./output-meter.ts";
import { compareNames } from "./text.ts";

/** Files and folders under /out, and folders within folders there, at most. */
export const MAX_ENTRIES = 4_096;
export const MAX_DEPTH = 64;

export interface FileNode {
  kind: "file";
  data: ByteLog;
  readOnly: boolean;
  /** 1 while a folder names it. */
  links: number;
  /** Descriptors that hold it open. */
  opens: number;
}

export interface FolderNode {
  kind: "folder";
  /** Empty for a root. */
  name: string;
  entries: Map<string, FsNode>;
  parent: FolderNode | undefined;
  readOnly: boolean;
}

export type FsNode = FileNode | FolderNode;

export function newFolder(parent: FolderNode | undefined, readOnly: boolean, name = ""): FolderNode {
  return { kind: "folder", name, entries: new Map(), parent, readOnly };
}

export function newFile(data: ByteLog, readOnly: boolean): FileNode {
  return { kind: "file", data, readOnly, links: 1, opens: 0 };
}

/** The writable tree under /out: it counts its entries and its bytes before they exist. */
export class OutputTree {
  readonly root: FolderNode = newFolder(undefined, false);
  private readonly meter: OutputMeter;
  private entries = 0;

  constructor(meter: OutputMeter) {
    this.meter = meter;
  }

  add<Node extends FsNode>(folder: FolderNode, name: string, node: Node): Node {
    if (this.entries >= MAX_ENTRIES) throw new WasiError(Errno.nospc);
    this.entries++;
    folder.entries.set(name, node);
    return node;
  }

  /** Takes `name` out of its folder; its bytes are free once no descriptor holds it. */
  remove(folder: FolderNode, name: string): void {
    const node = folder.entries.get(name);
    if (node === undefined) return;
    folder.entries.delete(name);
    this.entries--;
    if (node.kind === "file") {
      node.links = 0;
      this.releaseIfUnused(node);
    }
  }

  resize(file: FileNode, size: number): void {
    const difference = size - file.data.size;
    if (difference > 0) this.meter.take(difference);
    file.data.resize(size);
    if (difference < 0) this.meter.giveBack(-difference);
  }

  write(file: FileNode, offset: number, bytes: Uint8Array): void {
    const end = offset + bytes.length;
    if (end > file.data.size) this.resize(file, end);
    file.data.write(offset, bytes);
  }

  releaseIfUnused(file: FileNode): void {
    if (file.readOnly || file.links > 0 || file.opens > 0) return;
    this.meter.giveBack(file.data.size);
    file.data = new ByteLog();
  }

  /** Files by path below the root, sorted by the bytes of their path; empty folders are left out. */
  files(): Map<string, Uint8Array> {
    const found: [string, Uint8Array][] = [];
    const pending: [FolderNode, string][] = [[this.root, ""]];
    for (let next = pending.pop(); next; next = pending.pop()) {
      const [folder, prefix] = next;
      for (const [name, node] of folder.entries) {
        if (node.kind === "file") found.push([prefix + name, node.data.view().slice()]);
        else pending.push([node, `${prefix}${name}/`]);
      }
    }
    return new Map(found.sort(([left], [right]) => compareNames(left, right)));
  }
}

/**
 * Whether an output may stand at `name` in `folder`, with all that lies in `node`: a result document holds portable paths alone,
 * and a program must learn that when it makes the file, not its node when it lists the outputs.
 */
export function isAdmissible(folder: FolderNode, name: string, node?: FsNode): boolean {
  const parts = [name];
  for (let above = folder; above.parent; above = above.parent) parts.unshift(above.name);
  return isAdmissibleBelow(parts.join("/"), node);
}

function isAdmissibleBelow(path: string, node: FsNode | undefined): boolean {
  if (pathFault(path) !== undefined) return false;
  if (node?.kind !== "folder") return true;
  return [...node.entries].every(([name, below]) => isAdmissibleBelow(`${path}/${name}`, below));
}

/** How many folders lie above `folder`. */
export function depthOf(folder: FolderNode): number {
  let depth = 0;
  for (let above = folder.parent; above; above = above.parent) depth++;
  return depth;
}

/** How many levels of folders lie in `folder`, itself included. */
export function heightOf(folder: FolderNode): number {
  let height = 0;
  for (const node of folder.entries.values()) {
    if (node.kind === "folder") height = Math.max(height, heightOf(node));
  }
  return height + 1;
}
