import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Layer } from "../../sandbox/layer-names.ts";
import { CHILD_SCRIPT, codePaths } from "./code-paths.ts";

/** The layer that nobody can switch off. */
export const PROCESS_LAYER = "process";

/** `nobody`: owns nothing on a well-kept machine. */
export const NOBODY = 65_534;

export interface CommandOptions {
  layers: ReadonlySet<Layer>;
  /** CPU seconds of all threads together. */
  cpuSeconds: number;
  script?: string;
  /** Folder of compiled code; used under bubblewrap alone. */
  codeCache?: string | undefined;
  /** Folder that the script may read besides the code; only for tests of hostile scripts. */
  extraPath?: string;
}

export interface SandboxCommand {
  file: string;
  args: string[];
  user: number | undefined;
}

/** V8 has no on-stack replacement for WebAssembly, so its baseline compiler would run long loops slowly for ever. */
export const V8_FLAGS = ["--no-liftoff", "--stack-size=3900"];
const OPEN_FILES = 64;

/** The command that starts the process under `layers`. */
export function sandboxCommand(options: CommandOptions): SandboxCommand {
  const { layers } = options;
  const words = [
    ...(layers.has("rlimits") ? rlimits(options.cpuSeconds) : []),
    ...(layers.has("nice") ? ["nice", "-n", "10"] : []),
    ...(layers.has("no-new-privileges") ? ["setpriv", "--no-new-privs", "--pdeathsig", "KILL"] : []),
    ...(layers.has("bubblewrap") ? bubblewrap(options) : []),
    ...node(options),
  ];
  return { file: words[0]!, args: words.slice(1), user: layers.has("unprivileged-user") ? NOBODY : undefined };
}

function rlimits(cpuSeconds: number): string[] {
  return ["prlimit", `--cpu=${Math.ceil(cpuSeconds)}`, "--fsize=0", `--nofile=${OPEN_FILES}`, "--core=0", "--"];
}

function bubblewrap({ extraPath, codeCache }: CommandOptions): string[] {
  const extra = [extraPath, codeCache].filter((path) => path !== undefined);
  const readable = [...codePaths(), dirname(process.execPath), ...extra];
  return [
    "bwrap",
    "--unshare-all",
    "--die-with-parent",
    "--new-session",
    "--cap-drop",
    "ALL",
    "--clearenv",
    ...(codeCache ? ["--setenv", "NODE_COMPILE_CACHE", codeCache] : []),
    "--hostname",
    "sandbox",
    ...["/usr", "/lib", "/lib64", "/bin"].flatMap(systemPath),
    ...readable.flatMap((path) => ["--ro-bind", path, path]),
    ...["--proc", "/proc"],
    ...["--dev", "/dev"],
    ...["--uid", String(NOBODY), "--gid", String(NOBODY)],
    ...["--chdir", "/"],
  ];
}

function systemPath(path: string): string[] {
  return existsSync(path) ? ["--ro-bind", path, path] : [];
}

function node({ layers, script = CHILD_SCRIPT, extraPath, codeCache }: CommandOptions): string[] {
  const cache = layers.has("bubblewrap") ? codeCache : undefined;
  const readable = [...codePaths(), extraPath, cache].filter((path) => path !== undefined);
  const permission = [
    "--permission",
    ...readable.map((path) => `--allow-fs-read=${path}`),
    // Node reads its cache only where it may also write; the mount is read-only all the same.
    ...(cache ? [`--allow-fs-write=${cache}`] : []),
  ];
  return [process.execPath, ...V8_FLAGS, ...(layers.has("node-permission") ? permission : []), script];
}
