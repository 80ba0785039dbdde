import type { RunRequest, RunResult } from "../../src/run.ts";

/** A request and its answer as JSON, so that they pass into the page and back. */
export interface WireRequest {
  program: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  stdin: string;
  inputs: readonly (readonly [string, string])[];
  limits: { fuel: string; memoryBytes: number; outputBytes: number };
}

export interface WireResult {
  outcome: string;
  exitCode: number;
  fuel: string;
  stdout: string;
  stderr: string;
  outputs: readonly (readonly [string, string])[];
  memoryPeakBytes: number;
}

export function toWire(request: RunRequest): WireRequest {
  const { limits } = request;
  return {
    program: toHex(request.program),
    args: request.args,
    env: request.env,
    stdin: toHex(request.stdin),
    inputs: [...request.inputs].map(([name, bytes]) => [name, toHex(bytes)] as const),
    limits: { ...limits, fuel: String(limits.fuel) },
  };
}

export function fromWire(wire: WireRequest): RunRequest {
  return {
    program: fromHex(wire.program),
    args: wire.args,
    env: wire.env,
    stdin: fromHex(wire.stdin),
    inputs: new Map(wire.inputs.map(([name, hex]) => [name, fromHex(hex)])),
    seed: new Uint8Array(32).fill(7),
    limits: { ...wire.limits, fuel: BigInt(wire.limits.fuel) },
  };
}

export function resultToWire(result: RunResult): WireResult {
  return {
    outcome: result.outcome,
    exitCode: result.exitCode,
    fuel: String(result.fuel),
    stdout: toHex(result.stdout),
    stderr: toHex(result.stderr),
    outputs: [...result.outputs].map(([name, bytes]) => [name, toHex(bytes)] as const),
    memoryPeakBytes: result.memoryPeakBytes,
  };
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index++)
    bytes[index] = Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16);
  return bytes;
}
