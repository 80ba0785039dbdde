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
  if (path === "") throw new WasiError(Errno.noent);
  if (path.length > MAX_PATH_BYTES) throw new WasiError(Errno.nametoolong);
  if (path.startsWith("/")) throw new WasiError(Errno.notcapable);
  if (path.includes("\0")) throw new WasiError(Errno.inval);
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  const folderOnly = /(^|\/)\.{0,2}$/.test(path);
  let folder = base;
  let depth = 0;
  for (const [index, name] of names.entries()) {
    const last = index === names.length - 1;
    if (name === "..") {
      if (depth === 0) throw new WasiError(Errno.notcapable);
      folder = folder.parent as FolderNode;
      depth--;
      if (last) break;
      continue;
    }
    if (name.length > MAX_NAME_BYTES) throw new WasiError(Errno.nametoolong);
    if (last) return { folder, name, node: folder.entries.get(name), folderOnly };
    folder = enter(folder, name);
    depth++;
  }
  return { folder, name: "", node: folder, folderOnly: true };
}

function enter(folder: FolderNode, name: string): FolderNode {
  const next = folder.entries.get(name);
  if (next === undefined) throw new WasiError(Errno.noent);
  if (next.kind !== "folder") throw new WasiError(Errno.notdir);
  return next;
}
