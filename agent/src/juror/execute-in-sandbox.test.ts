import { buildJob } from "@computehive/sdk/job-builder";
import { describe, expect, it } from "vitest";
import type { Sandbox, SandboxOutputs, SandboxRequest, SandboxResult } from "../sandbox/sandbox.ts";
import { executeInSandbox } from "./execute-in-sandbox.ts";

const { manifest, blobs } = buildJob({ program: Uint8Array.of(1, 2, 3), args: ["Ada"] });
const limits = { memoryBytes: 2 ** 40, wallSeconds: 77 };
const OUTPUTS: SandboxOutputs = {
  outcome: "exited",
  exitCode: 3,
  fuel: 41n,
  stdout: new TextEncoder().encode("Hello"),
  stderr: new Uint8Array(),
  files: [{ path: "a.txt", bytes: Uint8Array.of(7) }],
  memoryPeakBytes: 1,
  detail: "",
};

describe("running a disputed program again", () => {
  it("gives what a node would state, within this juror's own time", async () => {
    const { sandbox, requests } = answering({ kind: "finished", outputs: OUTPUTS });
    const { result, document } = await execute(sandbox);
    expect(result).toMatchObject({ outcome: "exited", fuel: 41n });
    expect(document).toMatchObject({ exitCode: 3, files: [{ path: "a.txt" }] });
    expect(requests[0]!.limits.wallSeconds).toBe(77);
  });

  it("counts against the node where no node can have run it", async () => {
    const { sandbox } = answering({ kind: "refused", rule: "malformed", message: "not WebAssembly" });
    await expect(execute(sandbox)).rejects.toMatchObject({ name: "ProgramRefusedError" });
  });

  it.each([
    ["fails", { kind: "hostFault", message: "killed" }],
    ["is too slow", { kind: "finished", outputs: { ...OUTPUTS, outcome: "out-of-time" } }],
  ] as const)("says nothing of the node where this machine %s", async (_, result) => {
    await expect(execute(answering(result as SandboxResult).sandbox)).rejects.toMatchObject({
      name: "MachineTooSmallError",
    });
  });

  it("is not begun where the program may use more memory than is allowed", async () => {
    const { sandbox, requests } = answering({ kind: "finished", outputs: OUTPUTS });
    const few = { ...limits, memoryBytes: 1 };
    const options = { manifest, blobs, limits: few };
    await expect(executeInSandbox(sandbox, options, new AbortController().signal)).rejects.toThrow(/memory/);
    expect(requests).toEqual([]);
  });
});

function execute(sandbox: Sandbox) {
  return executeInSandbox(sandbox, { manifest, blobs, limits }, new AbortController().signal);
}

function answering(result: SandboxResult): { sandbox: Sandbox; requests: SandboxRequest[] } {
  const requests: SandboxRequest[] = [];
  const run: Sandbox["run"] = async (request) => {
    requests.push(request);
    return result;
  };
  return { sandbox: { layers: [], overheadBytes: 0, run }, requests };
}
