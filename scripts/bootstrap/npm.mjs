import { spawn } from "node:child_process";
import { constants } from "node:os";
import { BootstrapError } from "./error.mjs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const SHOWN_LINES = 15;

/** What npm writes when something outside the project is wrong, and the sentence that helps. */
const CAUSES = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network request/,
    "The package registry cannot be reached, and the first start needs it once: check the network (or npm's proxy and registry settings), then try again.",
  ],
  [
    /SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_HAS_EXPIRED/,
    "npm does not trust the certificate of the package registry: set npm's cafile or NODE_EXTRA_CA_CERTS, then try again.",
  ],
  [
    /EACCES|EPERM|EROFS/,
    "npm may not write where it must: give this user write permission to the project and to npm's cache.",
  ],
  [/ENOSPC/, "The disk is full: the installation needs about 1.5 GB."],
  [
    /EUSAGE|can only install packages when/,
    "package.json and package-lock.json disagree: run npm install once and commit the lock file.",
  ],
];

/** Runs npm's installation to its end; an interrupted or failed one is a BootstrapError with one sentence. */
export async function runInstaller(root, [program, ...args], holdAlso) {
  const flags = ["--no-audit", "--no-fund", "--no-progress", "--loglevel=warn"];
  const child = spawn(program, [...args, ...flags], { cwd: root, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const output = collect(child);
  let interrupted;
  const interrupt = (signal) => {
    interrupted = signal;
    killGroup(child, signal);
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    if (child.pid) holdAlso(child.pid);
    const result = await ended(child);
    if (interrupted) throw interruption(interrupted);
    if (result !== 0) throw new BootstrapError(explain(program, result, output()));
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

function collect(child) {
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => (text = (text + chunk).slice(-100_000)));
  return () => text;
}

function ended(child) {
  return new Promise((resolve) => {
    child.on("error", (error) => resolve(error.code ?? error.message));
    child.on("close", (code, signal) => resolve(code ?? signal));
  });
}

/** npm's own children must stop with it, or they would go on writing into node_modules. */
function killGroup(child, signal) {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

function interruption(signal) {
  return new BootstrapError("Interrupted. The next start begins the installation again.", {
    exitCode: 128 + constants.signals[signal],
  });
}

function explain(program, result, output) {
  if (result === "ENOENT") return `${program} was not found: install Node 20 or newer together with npm.`;
  const known = CAUSES.find(([pattern]) => pattern.test(output))?.[1];
  const tail = output.trimEnd().split("\n").slice(-SHOWN_LINES).join("\n");
  return `${tail}\n\n${known ?? `The installation failed (${program} ended with ${result}); npm's words are above.`}`;
}
