/**
 * Takes the pictures of README and walks anew, from the real marketplace: follows the walks on a stack of its own and keeps
 * what they show. Usage: pictures
 */
import { join } from "node:path";
import { runCommand } from "./suite/run-command.ts";

const root = join(import.meta.dirname, "..");
const stopping = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stopping.abort());

const { exitCode } = await runCommand(
  process.execPath,
  [
    join(root, "node_modules/@playwright/test/cli.js"),
    "test",
    "--config",
    join(root, "test/web/playwright.config.ts"),
    "walks/",
  ],
  { root, signal: stopping.signal, show: true, env: { HIVE_PICTURES: join(root, "docs/pictures") } },
);
process.exitCode = exitCode;
