import type { ReceiptUpload } from "@computehive/protocol/api/execution";
import { cidFromDigest } from "@computehive/protocol/cid";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { Manifest } from "@computehive/protocol/manifest";
import type { ResultDocument } from "@computehive/protocol/result";
import type { Blobs } from "@computehive/sdk/execution";
import type { GatewayClient } from "@computehive/sdk/gateway-client";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { fetchManifest, fetchResult } from "@computehive/sdk/verify/documents";
import type { Step } from "@computehive/sdk/verify/step";
import { type VerifyReceiptInput, verifyReceipt } from "@computehive/sdk/verify-receipt";
import type { AttemptRecord, JobRecord } from "../jobs/job-record.ts";
import type { executeManifest, MeterOptions } from "../metering/meter.ts";
import type { MeterProgress } from "../metering/progress.ts";
import { checkInputs, checkOutputs } from "./blob-checks.ts";
import { checkCanonical, checkCosignature } from "./chain-checks.ts";
import { CHECK_NAMES, type Check, type CheckName, type Checks, checkOf, checkOfStep } from "./check.ts";

/** Whose receipt, and where it was agreed. */
export interface VerificationSubject {
  readonly job: JobRecord;
  readonly attempt: AttemptRecord;
  readonly upload: ReceiptUpload;
}

/** How the program's second run stands. */
export type RerunState =
  | { readonly phase: "idle" }
  | { readonly phase: "fetching"; readonly what: string; readonly done: number; readonly total: number | undefined }
  | { readonly phase: "running"; readonly progress: MeterProgress }
  | { readonly phase: "cancelled" }
  | { readonly phase: "done" };

export interface VerificationState {
  readonly checks: Checks;
  readonly rerun: RerunState;
}

/** Checks one receipt step by step, for `useSyncExternalStore`. */
export interface Verification {
  state(): VerificationState;
  subscribe(onChange: () => void): () => void;
  /** Everything but the execution; once more where some of it could not be done. */
  start(): Promise<void>;
  /** The job went on, such as into its settlement: what depends on it is checked again, a second run goes on. */
  update(subject: VerificationSubject): Promise<void>;
  /** Downloads and checks files that were too large to be fetched without being asked for. */
  checkFiles(name: "inputs" | "outputs"): Promise<void>;
  /** Runs the program again here and compares. */
  rerun(): Promise<void>;
  cancelRerun(): void;
  /** Ends whatever goes on. */
  close(): void;
}

export interface VerificationPorts {
  readonly hive: HiveClient;
  readonly gateway: GatewayClient;
  readonly execute: typeof executeManifest;
  readonly limits?: Pick<MeterOptions, "timeout" | "mostMemory">;
  /** Says in a sentence why something could not be done. */
  readonly explain: (error: unknown) => string;
}

/** More than this is not fetched without being asked for, bytes. */
const MOST_UNASKED = 64 * 1024 * 1024;
const SDK_STEPS = ["signature", "record", "consistency"] as const;

export function createVerification(subject: VerificationSubject, ports: VerificationPorts): Verification {
  const { hive, gateway, explain } = ports;
  const { upload } = subject;
  let { job, attempt } = subject;
  const listeners = new Set<() => void>();
  const closing = new AbortController();
  let running = new AbortController();
  let manifest: Manifest | undefined;
  let result: ResultDocument | undefined;
  let blobs: Blobs | undefined;
  let current: VerificationState = { checks: initialChecks(), rerun: { phase: "idle" } };

  const change = (next: Partial<VerificationState>): void => {
    current = { ...current, ...next };
    for (const listener of listeners) listener();
  };
  const put = (check: Check): void => change({ checks: { ...current.checks, [check.name]: check } });

  /** One check: it passes, fails, or says why it cannot be made. */
  const make = async (name: CheckName, action: () => Promise<Check>): Promise<void> => {
    put(checkOf(name, "running"));
    try {
      put(await action());
    } catch (error) {
      if (closing.signal.aborted) return;
      put(checkOf(name, "impossible", [explain(error)]));
    }
  };

  const common = (): VerifyReceiptInput => ({
    receipt: upload.receipt,
    order: job.order,
    terms: job.terms,
    nodeSignature: upload.nodeSignature,
    submittedHash: attempt.submission?.receiptHash,
    signal: closing.signal,
  });
  const stepOf = async (name: Step["name"], more: Partial<VerifyReceiptInput> = {}): Promise<Check> => {
    const [step] = await verifyReceipt(hive, { ...common(), ...more, steps: [name] });
    return checkOfStep(step as Step);
  };

  const blobPorts = { gateway, signal: closing.signal };
  const checkManifest = async () => {
    manifest ??= await fetchManifest(gateway, job.terms.manifestHash, { signal: closing.signal });
    return stepOf("manifest", { manifest });
  };
  const checkResult = async () => {
    result ??= await fetchResult(gateway, cidFromDigest(upload.receipt.details.outputHash), { signal: closing.signal });
    return stepOf("result", { result });
  };
  const checkFiles = {
    inputs: async (isAsked: boolean): Promise<Check> => {
      if (!manifest) throw new MissingError("manifest");
      const bytes = sumOf(manifest.inputs);
      if (bytes > MOST_UNASKED && !isAsked) return checkOf("inputs", "offered", [String(bytes)]);
      const checked = await checkInputs(manifest, blobPorts);
      blobs = checked.blobs;
      return checked.check;
    },
    outputs: async (isAsked: boolean): Promise<Check> => {
      if (!result) throw new MissingError("result document");
      const bytes = sumOf([result.stdout, result.stderr, ...result.files]);
      if (bytes > MOST_UNASKED && !isAsked) return checkOf("outputs", "offered", [String(bytes)]);
      return (await checkOutputs(result, blobPorts)).check;
    },
  };
  const checkChain = (): Promise<unknown> => {
    const chain = { job, attempt, receipt: upload.receipt };
    return Promise.all([
      ...SDK_STEPS.map((name) => make(name, () => stepOf(name))),
      make("cosignature", () => checkCosignature(hive, chain)),
      make("canonical", () => checkCanonical(hive, chain)),
    ]);
  };

  const execution = async (signal: AbortSignal): Promise<Check> => {
    if (!manifest) await make("manifest", checkManifest);
    if (manifest && !blobs) {
      const onTransfer = (what: string, done: number, total: number | undefined) =>
        change({ rerun: { phase: "fetching", what, done, total } });
      const checked = await checkInputs(manifest, { gateway, signal, onTransfer });
      put(checked.check);
      blobs = checked.blobs;
    }
    return stepOf("execution", {
      manifest,
      blobs,
      signal,
      execute: (its, inputs) =>
        ports.execute(its, inputs, {
          ...ports.limits,
          signal,
          onProgress: (progress) => change({ rerun: { phase: "running", progress } }),
        }),
    });
  };

  const endRerun = (signal: AbortSignal, error: unknown): void => {
    if (closing.signal.aborted) return;
    const isCancelled = signal.aborted;
    put(checkOf("execution", isCancelled ? "offered" : "impossible", isCancelled ? [] : [explain(error)]));
    change({ rerun: { phase: isCancelled ? "cancelled" : "done" } });
  };

  return {
    state: () => current,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    async start() {
      await Promise.all([
        checkChain(),
        make("manifest", checkManifest).then(() => make("inputs", () => checkFiles.inputs(false))),
        make("result", checkResult).then(() => make("outputs", () => checkFiles.outputs(false))),
      ]);
    },
    async update(next) {
      ({ job, attempt } = next);
      await checkChain();
    },
    checkFiles: (name) => make(name, () => checkFiles[name](true)),
    async rerun() {
      running.abort();
      running = new AbortController();
      const signal = AbortSignal.any([running.signal, closing.signal]);
      change({ rerun: { phase: "fetching", what: "", done: 0, total: undefined } });
      put(checkOf("execution", "running"));
      await execution(signal).then(
        (check) => {
          put(check);
          change({ rerun: { phase: "done" } });
        },
        (error: unknown) => endRerun(signal, error),
      );
    },
    cancelRerun: () => running.abort(),
    close: () => closing.abort(),
  };
}

function sumOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

function initialChecks(): Checks {
  const entries = CHECK_NAMES.map((name) => [name, checkOf(name, name === "execution" ? "offered" : "waiting")]);
  return Object.fromEntries(entries) as Checks;
}

class MissingError extends ComputeHiveError {
  override readonly name = "MissingError";
  constructor(what: string) {
    super(`The ${what} is not to be had, and this step needs it.`);
  }
}
