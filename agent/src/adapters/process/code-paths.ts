import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const SANDBOX_FOLDER = fileURLToPath(new URL("../../sandbox", import.meta.url));

export const CHILD_SCRIPT = join(SANDBOX_FOLDER, "child", "main.ts");

/** What the sandboxed process may read: its own code and the packages that it imports, nothing of this node's data. */
export function codePaths(): string[] {
  const agent = join(SANDBOX_FOLDER, "..", "..");
  const root = packagesRoot(agent);
  const candidates = [
    SANDBOX_FOLDER,
    join(agent, "package.json"),
    join(root, "package.json"),
    join(root, "packages", "metering"),
    join(root, "packages", "protocol"),
    join(root, "node_modules"),
  ];
  return candidates.filter(existsSync).map((path) => realpathSync(path));
}

/** The nearest folder above that holds `node_modules/@computehive`. */
function packagesRoot(start: string): string {
  for (let folder = start; dirname(folder) !== folder; folder = dirname(folder)) {
    if (existsSync(join(folder, "node_modules", "@computehive"))) return folder;
  }
  return start;
}
