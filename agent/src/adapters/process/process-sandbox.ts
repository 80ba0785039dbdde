import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { createConversation } from "../../sandbox/conversation.ts";
import { encodeBytes, encodeMessage } from "../../sandbox/frames.ts";
import type { Layer } from "../../sandbox/layer-names.ts";
import type { RunMessage } from "../../sandbox/messages.ts";
import type { Sandbox, SandboxObserver, SandboxOutputs, SandboxRequest, SandboxResult } from "../../sandbox/sandbox.ts";
import { type Cgroup, cgroupName, createCgroup } from "./cgroup.ts";
import { type Launched, launch } from "./launch.ts";
import { PROCESS_LAYER } from "./layers.ts";
import { identityOf, processTree, residentBytes } from "./proc.ts";

export interface ProcessSandboxOptions {
  layers: ReadonlySet<Layer>;
  overheadBytes: number;
  /** Seconds in which an idle process must say that it is ready. */
  startSeconds?: number;
  /** Milliseconds between two looks at the process's memory. */
  watchMs?: number;
  codeCache?: string | undefined;
  script?: string;
  extraPath?: string;
}

const DEFAULT_START_SECONDS = 20;
const DEFAULT_WATCH_MS = 100;
/** Cautious bounds: bytes of memory for a byte of program (read, rewritten, compiled) and for a byte of input or output limit. */
const PROGRAM_FACTOR = 40;
const DATA_FACTOR = 4;

/** Runs each program in a process of its own, under `layers`. */
export function createProcessSandbox(options: ProcessSandboxOptions): Sandbox {
  return {
    layers: [PROCESS_LAYER, ...options.layers],
    overheadBytes: options.overheadBytes,
    run: (request, observer, signal) => runOnce(request, observer, signal, options),
  };
}

async function runOnce(
  request: SandboxRequest,
  observer: SandboxObserver,
  signal: AbortSignal,
  options: ProcessSandboxOptions,
): Promise<SandboxResult> {
  signal.throwIfAborted();
  const { wallSeconds, outputBytes, fuel } = request.limits;
  const memoryLimit = memoryLimitOf(request, options.overheadBytes);
  const launched = launch({
    layers: options.layers,
    cpuSeconds: (wallSeconds + DEFAULT_START_SECONDS) * availableParallelism(),
    // Whoever tidies the folder for temporary files may have taken it: slower, and nothing else.
    codeCache: options.codeCache && existsSync(options.codeCache) ? options.codeCache : undefined,
    ...(options.script ? { script: options.script } : {}),
    ...(options.extraPath ? { extraPath: options.extraPath } : {}),
  });
  const stops = new AbortController();
  let cause: StopCause | undefined;
  const stop = (why: StopCause) => {
    cause ??= why;
    launched.kill();
  };
  let group: Cgroup | undefined;

  const conversation = createConversation({
    outputBytes,
    fuel,
    onReady() {
      const tree = processTree(launched.pid);
      if (options.layers.has("cgroup")) group = confine(tree, memoryLimit, stop);
      clearTimeout(startTimer);
      watchMemory(tree.at(-1) ?? launched.pid, memoryLimit, {
        stop,
        stops,
        everyMs: options.watchMs ?? DEFAULT_WATCH_MS,
      });
      deadline(wallSeconds * 1_000, () => stop({ kind: "outOfTime" }), stops.signal);
      void send(request, launched);
    },
    onOutput: (stream, bytes) => observer.onOutput?.(stream, bytes),
  });
  const startTimer = deadline(
    (options.startSeconds ?? DEFAULT_START_SECONDS) * 1_000,
    () => stop({ kind: "hostFault", message: "The process did not become ready in time." }),
    stops.signal,
  );
  const onAbort = () => stop({ kind: "aborted" });
  signal.addEventListener("abort", onAbort, { once: true });
  if (launched.pid > 0) observer.onProcess?.(identityOf(launched.pid));
  launched.child.stdout.on("data", (chunk: Buffer) => {
    if (cause) return;
    try {
      conversation.hear(chunk);
    } catch (error) {
      stop({ kind: "hostFault", message: `The process broke its protocol: ${String(error).slice(0, 500)}` });
    }
  });

  try {
    const end = await launched.ended;
    if (cause) return finish(cause, signal);
    return conversation.result() ?? { kind: "hostFault", message: endMessage(end, launched, group) };
  } finally {
    stops.abort();
    signal.removeEventListener("abort", onAbort);
    launched.kill();
    group?.remove();
  }
}

type StopCause = { kind: "outOfTime" } | { kind: "aborted" } | { kind: "hostFault"; message: string };

function finish(cause: StopCause, signal: AbortSignal): SandboxResult {
  if (cause.kind === "aborted") throw signal.reason;
  if (cause.kind === "hostFault") return cause;
  return { kind: "finished", outputs: OUT_OF_TIME };
}

/** Where a program stopped depends on the machine: nothing of what it wrote until then is a result. */
const OUT_OF_TIME: SandboxOutputs = {
  outcome: "out-of-time",
  exitCode: 0,
  fuel: 0n,
  stdout: new Uint8Array(),
  stderr: new Uint8Array(),
  files: [],
  memoryPeakBytes: 0,
  detail: "The wall time was over before the program ended.",
};

function endMessage(end: string, launched: Launched, group: Cgroup | undefined): string {
  if (group?.ranOutOfMemory()) return "The kernel ended the process because it used more memory than it was given.";
  const complaint = launched.complaint();
  return `The process ended with ${end} and without a result.${complaint ? ` It said: ${complaint.slice(0, 1_000)}` : ""}`;
}

function memoryLimitOf({ limits, program, stdin, inputs }: SandboxRequest, overheadBytes: number): number {
  const data = stdin.length + [...inputs.values()].reduce((sum, { length }) => sum + length, 0) + limits.outputBytes;
  return overheadBytes + limits.memoryBytes + PROGRAM_FACTOR * program.length + DATA_FACTOR * data;
}

function confine(tree: number[], memoryBytes: number, stop: (cause: StopCause) => void): Cgroup | undefined {
  try {
    const group = createCgroup(cgroupName(randomUUID().slice(0, 8)), { memoryBytes });
    group.add(tree);
    return group;
  } catch (error) {
    stop({ kind: "hostFault", message: `The control group could not be made: ${String(error)}` });
    return undefined;
  }
}

async function send(request: SandboxRequest, { child }: Launched): Promise<void> {
  const message: RunMessage = {
    type: "run",
    args: request.args,
    env: request.env,
    seed: Buffer.from(request.seed).toString("hex"),
    limits: { ...limitsOf(request), fuel: request.limits.fuel.toString() },
    programBytes: request.program.length,
    stdinBytes: request.stdin.length,
    inputs: [...request.inputs].map(([path, { length }]) => ({ path, size: length })),
  };
  child.stdin.write(encodeMessage(message));
  for (const bytes of [request.program, request.stdin, ...request.inputs.values()]) {
    for (const frame of encodeBytes("bytes", bytes)) child.stdin.write(frame);
  }
  child.stdin.end();
}

function limitsOf({ limits }: SandboxRequest): { memoryBytes: number; outputBytes: number } {
  return { memoryBytes: limits.memoryBytes, outputBytes: limits.outputBytes };
}

function watchMemory(
  pid: number,
  limitBytes: number,
  { stop, stops, everyMs }: { stop: (cause: StopCause) => void; stops: AbortController; everyMs: number },
): void {
  const timer = setInterval(() => {
    if (residentBytes(pid) <= limitBytes) return;
    stop({ kind: "hostFault", message: `The process used more than ${limitBytes} bytes of memory.` });
  }, everyMs);
  stops.signal.addEventListener("abort", () => clearInterval(timer), { once: true });
}

function deadline(ms: number, then: () => void, signal: AbortSignal): NodeJS.Timeout {
  const timer = setTimeout(then, ms);
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  return timer;
}
