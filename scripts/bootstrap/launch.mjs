import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { BootstrapError } from "./error.mjs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
/** One Ctrl-C arrives up to three times: from the terminal, from npm, from npm's shell. */
const SAME_SIGNAL_MS = 1_000;

/**
 * Runs `script` with `node` and the installed tools on its PATH; answers the exit code for this process.
 * The child has a process group of its own, so that a Ctrl-C reaches it through here alone, once; a second one, more
 * than a second later, is passed on too. This process ends only after the child has.
 */
export async function launch({ root, script, args, node }) {
  const path = [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter);
  const child = spawn(node, [script, ...args], {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: "inherit",
    detached: process.platform !== "win32",
  });
  const lastSent = new Map();
  const forward = (signal) => {
    if (Date.now() - (lastSent.get(signal) ?? 0) < SAME_SIGNAL_MS) return;
    lastSent.set(signal, Date.now());
    child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, forward);
  try {
    return await exitCode(child, node);
  } finally {
    for (const signal of SIGNALS) process.off(signal, forward);
  }
}

function exitCode(child, node) {
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new BootstrapError(`${node} does not start: ${error.message}`)));
    child.on("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
