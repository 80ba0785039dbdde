import { COSTS } from "../costs.ts";
import { ByteLog } from "./byte-log.ts";
import type { WasiContext } from "./context.ts";
import { Errno, WasiError } from "./errno.ts";
import { depthOf, type FolderNode, heightOf, isAdmissible, MAX_DEPTH, newFile, newFolder } from "./files.ts";
import { type Place, resolvePath } from "./paths.ts";
import { FileType, writeFileStat } from "./stat.ts";
import { decodeText } from "./text.ts";

const MAX_PATH_BYTES = 4_096;
const OPEN_CREATE = 1;
const OPEN_FOLDER = 2;
const OPEN_EXCLUSIVE = 4;
const OPEN_TRUNCATE = 8;
const RIGHT_READ = 2n;
const RIGHT_WRITE = 64n;
const FLAG_APPEND = 1;

export function pathOpen(
  context: WasiContext,
  folder: number,
  _lookupFlags: number,
  pathAt: number,
  pathLength: number,
  openFlags: number,
  rights: bigint,
  _inherited: bigint,
  descriptorFlags: number,
  openedAt: number,
): number {
  context.memory.view(openedAt, 4);
  const place = locate(context, folder, pathAt, pathLength);
  if (place.node?.kind === "folder" || (openFlags & OPEN_FOLDER) !== 0) {
    return openFolder(context, place, openFlags, openedAt);
  }
  const writes = (rights & RIGHT_WRITE) !== 0n;
  const refused = refusalToOpen(place, openFlags, writes);
  if (refused !== Errno.success) return refused;
  const opened = {
    kind: "file" as const,
    file: place.node ?? newFile(new ByteLog(), false),
    position: 0,
    readable: (rights & RIGHT_READ) !== 0n,
    writable: writes,
    append: (descriptorFlags & FLAG_APPEND) !== 0,
  };
  const number = context.descriptors.add(opened);
  if (!place.node) addOrClose(context, place, opened.file, number);
  opened.file.opens++;
  if (openFlags & OPEN_TRUNCATE) context.output.resize(opened.file, 0);
  context.memory.writeU32(openedAt, number);
  return Errno.success;
}

/** The error number with which a file cannot be opened, or success. */
function refusalToOpen({ node, folder, name, folderOnly }: Place, openFlags: number, writes: boolean): number {
  const creates = (openFlags & OPEN_CREATE) !== 0;
  if (folderOnly) return node ? Errno.notdir : Errno.noent;
  if (node === undefined && !creates) return Errno.noent;
  if (node && creates && (openFlags & OPEN_EXCLUSIVE) !== 0) return Errno.exist;
  const changes = node === undefined || writes || (openFlags & OPEN_TRUNCATE) !== 0;
  if (changes && folder.readOnly) return Errno.rofs;
  return node || isAdmissible(folder, name) ? Errno.success : Errno.inval;
}

export function pathCreateDirectory(context: WasiContext, folder: number, pathAt: number, pathLength: number): number {
  const place = locate(context, folder, pathAt, pathLength);
  if (place.node) return Errno.exist;
  if (place.folder.readOnly) return Errno.rofs;
  if (depthOf(place.folder) + 1 >= MAX_DEPTH) return Errno.nametoolong;
  if (!isAdmissible(place.folder, place.name)) return Errno.inval;
  context.output.add(place.folder, place.name, newFolder(place.folder, false, place.name));
  return Errno.success;
}

export function pathFilestatGet(
  context: WasiContext,
  folder: number,
  _lookupFlags: number,
  pathAt: number,
  pathLength: number,
  statAt: number,
): number {
  const { node, folderOnly } = locate(context, folder, pathAt, pathLength);
  if (!node) return Errno.noent;
  if (folderOnly && node.kind !== "folder") return Errno.notdir;
  const isFile = node.kind === "file";
  writeFileStat(context.memory, statAt, isFile ? FileType.file : FileType.folder, isFile ? node.data.size : 0);
  return Errno.success;
}

/** No times are kept; the call only checks that the path leads somewhere. */
export function pathFilestatSetTimes(
  context: WasiContext,
  folder: number,
  _lookupFlags: number,
  pathAt: number,
  pathLength: number,
): number {
  return locate(context, folder, pathAt, pathLength).node ? Errno.success : Errno.noent;
}

/** There are no symbolic links, so nothing that a path leads to is one. */
export function pathReadlink(context: WasiContext, folder: number, pathAt: number, pathLength: number): number {
  return locate(context, folder, pathAt, pathLength).node ? Errno.inval : Errno.noent;
}

export function pathUnlinkFile(context: WasiContext, folder: number, pathAt: number, pathLength: number): number {
  const place = locate(context, folder, pathAt, pathLength);
  if (!place.node) return Errno.noent;
  if (place.node.kind === "folder") return Errno.isdir;
  if (place.folderOnly) return Errno.notdir;
  if (place.folder.readOnly) return Errno.rofs;
  context.output.remove(place.folder, place.name);
  return Errno.success;
}

export function pathRemoveDirectory(context: WasiContext, folder: number, pathAt: number, pathLength: number): number {
  const place = locate(context, folder, pathAt, pathLength);
  if (!place.node) return Errno.noent;
  if (place.node.kind !== "folder") return Errno.notdir;
  if (place.node.readOnly) return Errno.rofs;
  if (place.name === "") return Errno.inval;
  if (place.node.entries.size > 0) return Errno.notempty;
  context.output.remove(place.folder, place.name);
  return Errno.success;
}

export function pathRename(
  context: WasiContext,
  fromFolder: number,
  fromAt: number,
  fromLength: number,
  toFolder: number,
  toAt: number,
  toLength: number,
): number {
  const from = locate(context, fromFolder, fromAt, fromLength);
  const to = locate(context, toFolder, toAt, toLength);
  if (!from.node) return Errno.noent;
  if (from.folder.readOnly || to.folder.readOnly || (from.node.kind === "file" && from.node.readOnly))
    return Errno.rofs;
  if (from.name === "" || to.name === "") return Errno.inval;
  if (from.node === to.node) return Errno.success;
  const refused = from.node.kind === "folder" ? folderClash(from.node, to) : fileClash(from, to);
  if (refused !== Errno.success) return refused;
  if (!isAdmissible(to.folder, to.name, from.node)) return Errno.inval;
  const moved = from.node;
  if (to.node) context.output.remove(to.folder, to.name);
  from.folder.entries.delete(from.name);
  to.folder.entries.set(to.name, moved);
  if (moved.kind === "folder") {
    moved.parent = to.folder;
    moved.name = to.name;
  }
  return Errno.success;
}

function openFolder(context: WasiContext, place: Place, openFlags: number, openedAt: number): number {
  if (!place.node) return Errno.noent;
  if (place.node.kind !== "folder") return Errno.notdir;
  if (openFlags & OPEN_TRUNCATE) return Errno.isdir;
  if (openFlags & OPEN_EXCLUSIVE && openFlags & OPEN_CREATE) return Errno.exist;
  const number = context.descriptors.add({
    kind: "folder",
    folder: place.node,
    preopen: undefined,
    listing: undefined,
  });
  context.memory.writeU32(openedAt, number);
  return Errno.success;
}

function addOrClose(context: WasiContext, place: Place, file: ReturnType<typeof newFile>, number: number): void {
  try {
    context.output.add(place.folder, place.name, file);
  } catch (error) {
    context.descriptors.remove(number);
    throw error;
  }
}

function folderClash(moved: FolderNode, to: Place): number {
  for (let above: FolderNode | undefined = to.folder; above; above = above.parent) {
    if (above === moved) return Errno.inval;
  }
  if (to.node && to.node.kind !== "folder") return Errno.notdir;
  if (to.node?.kind === "folder" && to.node.entries.size > 0) return Errno.notempty;
  return depthOf(to.folder) + heightOf(moved) >= MAX_DEPTH ? Errno.nametoolong : Errno.success;
}

function fileClash(from: Place, to: Place): number {
  if (to.node?.kind === "folder") return Errno.isdir;
  return from.folderOnly || to.folderOnly ? Errno.notdir : Errno.success;
}

function locate(context: WasiContext, folder: number, pathAt: number, pathLength: number): Place {
  const base = context.descriptors.folder(folder).folder;
  if (pathLength > MAX_PATH_BYTES) throw new WasiError(Errno.nametoolong);
  context.charge(pathLength * COSTS.wasiPerByte);
  const path = decodeText(context.memory.bytes(pathAt, pathLength));
  if (path === undefined) throw new WasiError(Errno.ilseq);
  return resolvePath(base, path);
}
