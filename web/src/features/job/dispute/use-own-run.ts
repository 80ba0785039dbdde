"use client";

import type { Manifest } from "@computehive/protocol/manifest";
import { useEffect, useRef, useState } from "react";
import { explainError } from "../../../lib/errors/explain-error.ts";
import { useGatewayClient } from "../../../lib/http/services.tsx";
import { executePatiently } from "../../../lib/metering/execute-patiently.ts";
import type { MeterProgress } from "../../../lib/metering/progress.ts";
import { foundBy, type Stated } from "./evidence.ts";

/** How the program's second run, in this browser, stands. */
export type OwnRun =
  | { readonly phase: "idle" }
  | { readonly phase: "fetching"; readonly what: string }
  | { readonly phase: "running"; readonly progress: MeterProgress }
  | { readonly phase: "cancelled" }
  /** Something is missing here, or no node can have run such a program. */
  | { readonly phase: "failed"; readonly reason: string; readonly isAgainstNode: boolean }
  | { readonly phase: "done"; readonly found: Stated };

/** Runs a manifest again when the viewer says so; leaving the page ends it. */
export function useOwnRun(manifest: Manifest | undefined) {
  const gateway = useGatewayClient();
  const [run, setRun] = useState<OwnRun>({ phase: "idle" });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const start = async () => {
    if (!manifest) return;
    running.current?.abort();
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    const tell = (next: OwnRun) => {
      if (!signal.aborted) setRun(next);
    };
    tell({ phase: "fetching", what: "" });
    try {
      const { checkInputs } = await import("../../../lib/receipts/blob-checks.ts");
      const onTransfer = (what: string) => tell({ phase: "fetching", what });
      const { blobs, check } = await checkInputs(manifest, { gateway, signal, onTransfer });
      if (!blobs) return tell({ phase: "failed", reason: check.facts.join("\n"), isAgainstNode: false });
      const onProgress = (progress: MeterProgress) => tell({ phase: "running", progress });
      tell({ phase: "done", found: foundBy(await executePatiently(manifest, blobs, { signal, onProgress })) });
    } catch (error) {
      tell({ phase: "failed", reason: explainError(error).what, isAgainstNode: isAgainstNode(error) });
    }
  };
  const cancel = () => {
    running.current?.abort();
    setRun({ phase: "cancelled" });
  };
  return { run, start, cancel };
}

/** By name, because errors lose their class between threads. */
const NEVER_RUN = ["ProgramRefusedError", "InputSizeError"];

function isAgainstNode(error: unknown): boolean {
  return error instanceof Error && NEVER_RUN.includes(error.name);
}
