// The door of every npm script: makes the tools of the lock file available, then runs scripts/<command>.ts with them.
// Plain JavaScript for Node 20 with nothing installed; everything behind this door runs on Node 24.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BootstrapError } from "./bootstrap/error.mjs";
import { ensureInstalled } from "./bootstrap/install.mjs";
import { launch } from "./bootstrap/launch.mjs";
import { requirePlatform } from "./bootstrap/platform.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [command, ...args] = process.argv.slice(2);

try {
  const script = scriptOf(command);
  const platform = requirePlatform(root);
  await ensureInstalled(root, platform);
  process.exitCode = await launch({ root, script, args, node: platform.node });
} catch (error) {
  if (!(error instanceof BootstrapError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}

function scriptOf(name) {
  const folder = join(root, "scripts");
  const script = join(folder, `${name}.ts`);
  if (name && /^[a-z][a-z-]*$/.test(name) && existsSync(script)) return script;
  const known = readdirSync(folder).flatMap((file) => /^([a-z-]+)\.ts$/.exec(file)?.[1] ?? []);
  throw new BootstrapError(`There is no command "${name ?? ""}". Known: ${known.join(", ")}.`);
}
