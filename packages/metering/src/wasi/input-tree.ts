import { RequestError } from "../errors.ts";
import { ByteLog } from "./byte-log.ts";
import { type FolderNode, newFile, newFolder } from "./files.ts";

/** Builds the read-only tree under /in. */
export function buildInputTree(inputs: ReadonlyMap<string, Uint8Array>): FolderNode {
  const root = newFolder(undefined, true);
  for (const [path, bytes] of inputs) addInput(root, path, bytes);
  return root;
}

function addInput(root: FolderNode, path: string, bytes: Uint8Array): void {
  const names = path.split("/");
  const last = names.pop() as string;
  let folder = root;
  for (const name of names) {
    checkName(name, path);
    const next = folder.entries.get(name) ?? newFolder(folder, true);
    if (next.kind === "file")
      throw new RequestError(`The input "${path}" lies in a folder that is itself an input file.`);
    folder.entries.set(name, next);
    folder = next;
  }
  checkName(last, path);
  if (folder.entries.has(last)) throw new RequestError(`The input "${path}" has the name of another input or folder.`);
  folder.entries.set(last, newFile(new ByteLog(bytes), true));
}

function checkName(name: string, path: string): void {
  if (name === "" || name === "." || name === ".." || name.includes("\0")) {
    throw new RequestError(`The input "${path}" has a part of its name that is empty, ".", ".." or contains NUL.`);
  }
}
