import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { probeLayers } from "../src/adapters/process/probe.ts";
import { endOrphan, identityOf, processTree } from "../src/adapters/process/proc.ts";
import { createProcessSandbox, type ProcessSandboxOptions } from "../src/adapters/process/process-sandbox.ts";
import type { ProbeResult } from "../src/sandbox/probe-result.ts";
import type { ProcessIdentity, SandboxRequest, SandboxResult } from "../src/sandbox/sandbox.ts";
import { PROGRAMS } from "./support/modules.ts";
import { eventually, start } from "./support/processes.ts";
import { example } from "./support/world.ts";

const HOSTILE = join(import.meta.dirname, "hostile");
const LIMITS = { fuel: 1_000_000_000n, memoryBytes: 4 * 65_536, outputBytes: 100_000, wallSeconds: 30 };

let probe: ProbeResult;
beforeAll(async () => {
  probe = await probeLayers({ without: [], required: [] });
});

describe("every way a program can end is told apart", () => {
  it.each<[string, Uint8Array, string, Partial<SandboxRequest["limits"]>]>([
    ["a program that ends", PROGRAMS.quiet, "exited", {}],
    ["a trap", PROGRAMS.trap, "trapped", {}],
    ["fuel", PROGRAMS.endless, "out-of-fuel", { fuel: 5_000_000n }],
    ["fuel in the start function", PROGRAMS.endlessStart, "out-of-fuel", { fuel: 5_000_000n }],
    ["memory", PROGRAMS.greedy, "out-of-memory", {}],
    ["stack", PROGRAMS.deep, "out-of-stack", {}],
    ["output", PROGRAMS.talkative, "out-of-output", {}],
    ["wall time", PROGRAMS.endless, "out-of-time", { fuel: 10n ** 18n, wallSeconds: 1 }],
    ["wall time in the start function", PROGRAMS.endlessStart, "out-of-time", { fuel: 10n ** 18n, wallSeconds: 1 }],
  ])("%s", async (_, program, outcome, limits) => {
    const { outputs } = expectFinished(await runIt({ program, limits }));
    expect(outputs.outcome).toBe(outcome);
    expect(outputs.fuel <= (limits.fuel ?? LIMITS.fuel)).toBe(true);
    if (outcome === "out-of-fuel") expect(outputs.fuel).toBe(limits.fuel);
    if (outcome === "out-of-time") expect(outputs).toMatchObject({ fuel: 0n, stdout: new Uint8Array(), files: [] });
  });

  it.each([
    ["not WebAssembly", PROGRAMS.notWasm],
    ["a forbidden import", PROGRAMS.forbiddenImport],
  ])("%s is refused, which is no result", async (_, program) => {
    expect(await runIt({ program })).toMatchObject({ kind: "refused", rule: expect.any(String) });
  });

  it("gives the same result with all layers and with none", async () => {
    const request = {
      program: example("hello/program.wasm"),
      args: ["program", "Ada"],
      limits: { memoryBytes: 262_144 },
    };
    const confined = expectFinished(await runIt(request));
    const bare = expectFinished(await runIt(request, { layers: new Set() }));
    expect(bare).toEqual(confined);
    expect(new TextDecoder().decode(bare.outputs.stdout)).toBe("Hello, Ada!\n");
    expect(bare.outputs.files.map(({ path }) => path)).toEqual(["greeting.txt"]);
  });

  it("hands over output as it comes", async () => {
    const pieces: string[] = [];
    await runIt(
      { program: example("hello/program.wasm"), args: ["program", "Ada"], limits: { memoryBytes: 262_144 } },
      {},
      {
        onOutput: (stream: string, bytes: Uint8Array) =>
          void pieces.push(`${stream}:${new TextDecoder().decode(bytes)}`),
      },
    );
    expect(pieces.join("")).toBe("stdout:Hello, Ada!\n");
  });
});

describe("a process that was taken over", () => {
  it("reaches nothing of this machine, as far as the layers promise", async () => {
    const server = createServer((socket) => socket.destroy());
    let connections = 0;
    server.on("connection", () => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const { outputs } = expectFinished(
      await runIt({ args: ["program", `${port}`] }, { script: join(HOSTILE, "escape.mjs"), extraPath: HOSTILE }),
    );
    server.close();
    const results = JSON.parse(new TextDecoder().decode(outputs.stdout)) as Record<string, string>;
    const allowed = new Set<string>(["user"]);
    if (!probe.layers.has("bubblewrap")) for (const name of ["network", "killParent", "environment"]) allowed.add(name);
    // Inside its own process namespace the parent is the sandbox's first process, which it may signal.
    allowed.add("killParent");
    expect(
      Object.entries(results).filter(([name, result]) => !allowed.has(name) && result.startsWith("worked")),
    ).toEqual([]);
    if (probe.layers.has("bubblewrap"))
      expect({ user: results.user, connections }).toEqual({ user: "65534", connections: 0 });
  });

  it.each([
    "garbage",
    "unknownKind",
    "hugeFrame",
    "notJson",
    "unknownMessage",
    "unknownField",
    "unknownOutcome",
    "twoReadies",
    "twoResults",
    "bytesFirst",
    "tooManyBytes",
    "tooFewBytes",
    "outputAfterResult",
    "tooMuchOutput",
    "tooMuchFuel",
    "negativeFuel",
    "climbingPath",
    "absolutePath",
    "samePathTwice",
    "flood",
    "silence",
    "abort",
    "exitCode",
    "memory",
  ])("saying something wrong (%s) is this machine's fault and never a result", async (way) => {
    const result = await runIt({ args: ["program", way] }, { script: join(HOSTILE, "stdio.mjs"), extraPath: HOSTILE });
    expect(result).toMatchObject({ kind: "hostFault", message: expect.stringMatching(/./) });
  });

  it("is believed when it speaks as it should", async () => {
    const result = await runIt(
      { args: ["program", "honest"] },
      { script: join(HOSTILE, "stdio.mjs"), extraPath: HOSTILE },
    );
    expect(new TextDecoder().decode(expectFinished(result).outputs.stdout)).toBe("fine");
  });

  it("is ended at its wall time even where it does not listen", async () => {
    const result = await runIt(
      { args: ["program", "endless"], limits: { wallSeconds: 1 } },
      { script: join(HOSTILE, "stdio.mjs"), extraPath: HOSTILE },
    );
    expect(expectFinished(result).outputs.outcome).toBe("out-of-time");
  });

  it("is ended when it does not become ready", async () => {
    const result = await runIt({}, { script: join(HOSTILE, "late.mjs"), extraPath: HOSTILE, startSeconds: 1 });
    expect(result).toMatchObject({ kind: "hostFault", message: expect.stringContaining("ready") });
  });

  it("is ended for its memory without a control group as well", async () => {
    const layers = new Set([...probe.layers].filter((layer) => layer !== "cgroup"));
    const result = await runIt(
      { args: ["program", "memory"] },
      { layers, script: join(HOSTILE, "stdio.mjs"), extraPath: HOSTILE, watchMs: 20 },
    );
    expect(result).toMatchObject({ kind: "hostFault" });
  });
});

describe("nothing is left behind", () => {
  it("when the agent stops it", async () => {
    const stop = new AbortController();
    let identity: ProcessIdentity | undefined;
    const running = runIt(
      { program: PROGRAMS.endless, limits: { fuel: 10n ** 18n } },
      {},
      { onProcess: (found: ProcessIdentity) => (identity = found) },
      stop.signal,
    );
    await eventually(async () => identity && processTree(identity.pid).length > 1, "the process runs");
    const tree = processTree(identity!.pid);
    stop.abort(new Error("stopped by the test"));
    await expect(running).rejects.toThrow("stopped by the test");
    await eventually(async () => tree.every((pid) => !isAlive(pid)), "all of its processes are gone");
  });

  it("when the agent was killed: its successor ends the right process, and no other", async () => {
    const orphan = start(process.execPath, ["-e", "setInterval(() => 0, 1000)"]);
    const identity = identityOf(orphan.child.pid!);
    expect(endOrphan({ ...identity, startTime: "1" })).toBe(false);
    expect(isAlive(identity.pid)).toBe(true);
    expect(endOrphan(identity)).toBe(true);
    expect(await orphan.ended).toBe("SIGKILL");
  });
});

describe("probing", () => {
  it("uses fewer layers where the owner switches some off", async () => {
    const found = await probeLayers({ without: ["bubblewrap", "cgroup"], required: [] });
    expect(found.layers.has("bubblewrap")).toBe(false);
    expect(found.layers.has("cgroup")).toBe(false);
  });

  it("refuses to start without a required one", async () => {
    await expect(probeLayers({ without: ["bubblewrap"], required: ["bubblewrap"] })).rejects.toThrow(/bubblewrap/);
  });
});

type Change = Partial<Omit<SandboxRequest, "limits">> & { limits?: Partial<SandboxRequest["limits"]> };

function runIt(
  change: Change,
  options: Partial<ProcessSandboxOptions> = {},
  observer = {},
  signal = new AbortController().signal,
): Promise<SandboxResult> {
  const sandbox = createProcessSandbox({ layers: probe.layers, overheadBytes: probe.overheadBytes, ...options });
  const request: SandboxRequest = {
    program: PROGRAMS.quiet,
    args: ["program"],
    env: {},
    stdin: new Uint8Array(),
    inputs: new Map(),
    seed: new Uint8Array(32),
    ...change,
    limits: { ...LIMITS, ...change.limits },
  };
  return sandbox.run(request, observer, signal);
}

function expectFinished(result: SandboxResult): Extract<SandboxResult, { kind: "finished" }> {
  if (result.kind !== "finished") throw new Error(`Expected a result: ${JSON.stringify(result)}`);
  return result;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
