import { relative } from "node:path";
import { DEFAULT_FOLDER } from "./flags.ts";
import type { StackPaths } from "./folder/paths.ts";

/** How `hive` is called so that it finds this stack: without more in the repository, where it looks by itself. */
export function hiveCommand({ folder, stackFile }: StackPaths): string {
  return folder === DEFAULT_FOLDER ? "npx hive" : `npx hive --stack ${shortPath(stackFile)}`;
}

/** Relative where it lies below the working folder. */
export function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}
