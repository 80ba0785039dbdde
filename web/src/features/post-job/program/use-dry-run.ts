"use client";

import type { RunRequest, RunResult } from "@computehive/metering/run";
import { DEFAULT_SEED, MAX_FUEL, PROGRAM_NAME } from "@computehive/protocol/fuel";
import { useCallback, useEffect, useRef, useState } from "react";
import { hexToBytes } from "viem";
import type { Explained } from "../../../lib/errors/explain-error.ts";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { runProgram } from "../../../lib/metering/meter.ts";
import { MeterTimeoutError } from "../../../lib/metering/meter-errors.ts";
import type { MeterProgress } from "../../../lib/metering/progress.ts";
import type { Draft, DryRun } from "../draft/draft.ts";
import type { DraftStore } from "../draft/draft-store.ts";
import { useDraft } from "../draft/use-draft.tsx";
import { argsOf, readLimits, workKey } from "../work/compose.ts";

/** People wait about this long without doubt; a second try may take ten minutes. Milliseconds. */
export const DRY_RUN_TIMEOUT = 60_000;
export const LONG_TIMEOUT = 600_000;
/** Beginnings of the streams that the draft keeps, bytes. */
const KEPT_TEXT = 4_096;
const KEPT_OUTPUTS = 64;

export type DryRunState =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly progress: MeterProgress | undefined }
  | { readonly kind: "stopped" }
  | { readonly kind: "timeout"; readonly seconds: number }
  | { readonly kind: "files-gone" }
  | { readonly kind: "failed"; readonly error: Explained };

/** Runs the draft's work in this browser with the real meter, and keeps what came of it in the draft. */
export function useDryRun() {
  const { draft, store, update } = useDraft();
  const explain = useExplain();
  const [state, setState] = useState<DryRunState>({ kind: "idle" });
  const [outputs, setOutputs] = useState<RunResult["outputs"] | undefined>(undefined);
  const running = useRef<AbortController | undefined>(undefined);

  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(
    async (timeout: number = DRY_RUN_TIMEOUT) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const show = (next: DryRunState) => {
        if (running.current === controller) setState(next);
      };
      show({ kind: "running", progress: undefined });
      const key = workKey(draft);
      const from = performance.now();
      const onProgress = (progress: MeterProgress) => show({ kind: "running", progress });
      try {
        const request = await requestOf(draft, store);
        if (!request) return show({ kind: "files-gone" });
        const result = await runProgram(request, { signal: controller.signal, timeout, onProgress });
        setOutputs(result.outputs);
        update((before) => ({ ...before, dryRun: dryRunOf(key, result, performance.now() - from) }));
        show({ kind: "idle" });
      } catch (error) {
        if (!controller.signal.aborted) show(failureOf(error, timeout, explain));
      }
    },
    [draft, store, update, explain],
  );

  const stop = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setState({ kind: "stopped" });
  }, []);

  const isCurrent = draft.dryRun?.of === workKey(draft);
  return { state, start, stop, dryRun: draft.dryRun, isCurrent, outputs: isCurrent ? outputs : undefined };
}

function failureOf(error: unknown, timeout: number, explain: (error: unknown) => Explained): DryRunState {
  if (error instanceof MeterTimeoutError) return { kind: "timeout", seconds: timeout / 1_000 };
  return { kind: "failed", error: explain(error) };
}

/** Nothing where this browser no longer holds a file. */
async function requestOf(draft: Draft, store: DraftStore): Promise<RunRequest | undefined> {
  const { program, stdin, inputs, env, seed, limits } = draft;
  const bytes = program && (await store.getBytes(program.cid));
  const stdinBytes = stdin ? await store.getBytes(stdin.cid) : new Uint8Array();
  const files = await Promise.all(inputs.map(async ({ name, cid }) => [name, await store.getBytes(cid)] as const));
  if (!bytes || !stdinBytes || !files.every(isHeld)) return undefined;
  const { memoryBytes, outputBytes } = readLimits(limits, undefined).value;
  return {
    program: bytes,
    args: [PROGRAM_NAME, ...argsOf(draft)],
    env: Object.fromEntries(env.filter(({ name }) => name !== "").map(({ name, value }) => [name, value])),
    stdin: stdinBytes,
    inputs: new Map(files),
    seed: hexToBytes(seed ?? DEFAULT_SEED),
    // The run is to find out what is needed: time bounds it, not fuel.
    limits: { fuel: MAX_FUEL, memoryBytes, outputBytes },
  };
}

function isHeld(file: readonly [string, Uint8Array | undefined]): file is readonly [string, Uint8Array] {
  return file[1] !== undefined;
}

function dryRunOf(of: string, result: RunResult, milliseconds: number): DryRun {
  const { outcome, exitCode, fuel, stdout, stderr, outputs, memoryPeakBytes, detail } = result;
  const files = [...outputs].map(([path, bytes]) => ({ path, size: bytes.length }));
  const outputBytes = stdout.length + stderr.length + files.reduce((sum, { size }) => sum + size, 0);
  return {
    of,
    outcome,
    exitCode,
    fuel: fuel.toString(),
    milliseconds,
    memoryPeakBytes,
    detail,
    outputBytes,
    stdout: beginningOf(stdout),
    stderr: beginningOf(stderr),
    outputs: files.slice(0, KEPT_OUTPUTS),
  };
}

function beginningOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, KEPT_TEXT));
}
