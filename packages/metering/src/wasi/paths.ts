import { Errno, WasiError } from "./errno.ts";
import type { FolderNode, FsNode } from "./files.ts";

const MAX_PATH_BYTES = 4_096;
const MAX_NAME_BYTES = 255;

/** Where a path leads: the folder that holds its last name, that name, and what is there now. */
export interface Place {
  folder: FolderNode;
  /** Empty where the path leads to `base` itself or climbs back to a folder. */
  name: string;
  node: FsNode | undefined;
  /** The path ends in a slash: only a folder may be there. */
  folderOnly: boolean;
}

/** Follows `path` from `base`; it never leads above `base`, and there are no links to follow. */
export function resolvePath(base: FolderNode, path: string): Place {
  checkPath(path);
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  const last = names.pop();
  let folder = base;
  for (const name of names) folder = step(folder, name, base);
  if (last === undefined) return { folder: base, name: "", node: base, folderOnly: true };
  if (last === "..") {
    const above = step(folder, last, base);
    return { folder: above, name: "", node: above, folderOnly: true };
  }
  checkName(last);
  return { folder, name: last, node: folder.entries.get(last), folderOnly: /\/\.?$/.test(path) };
}

function checkPath(path: string): void {
  if (path === "") throw new WasiError(Errno.noent);
  if (path.length > MAX_PATH_BYTES) throw new WasiError(Errno.nametoolong);
  if (path.startsWith("/")) throw new WasiError(Errno.notcapable);
  if (path.includes("\0")) throw new WasiError(Errno.inval);
}

function checkName(name: string): void {
  if (name.length > MAX_NAME_BYTES) throw new WasiError(Errno.nametoolong);
}

function step(folder: FolderNode, name: string, base: FolderNode): FolderNode {
  if (name !== "..") return enter(folder, name);
  if (folder === base) throw new WasiError(Errno.notcapable);
  return folder.parent as FolderNode;
}

function enter(folder: FolderNode, name: string): FolderNode {
  checkName(name);
  const next = folder.entries.get(name);
  if (next === undefined) throw new WasiError(Errno.noent);
  if (next.kind !== "folder") throw new WasiError(Errno.notdir);
  return next;
}
