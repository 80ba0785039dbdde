"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { useHive } from "../chain/use-hive.ts";
import { explainError } from "../errors/explain-error.ts";
import { useGatewayClient } from "../http/services.tsx";
import type { executeManifest } from "../metering/meter.ts";
import {
  createVerification,
  type Verification,
  type VerificationState,
  type VerificationSubject,
} from "./verification.ts";

const NO_CHANGE = () => () => {};

/** The meter is fetched when somebody wants to run something. */
const executeLazily: typeof executeManifest = async (manifest, blobs, options) => {
  const { executeManifest: execute } = await import("../metering/meter.ts");
  return execute(manifest, blobs, options);
};

/** Checks a receipt while the page shows it. Begins by itself; the program's second run waits to be asked for. */
export function useVerification(subject: VerificationSubject | undefined): {
  state: VerificationState | undefined;
  verification: Verification | undefined;
} {
  const hive = useHive();
  const gateway = useGatewayClient();
  const [verification, setVerification] = useState<Verification | undefined>(undefined);
  // A job that goes on, such as into its settlement, is another subject; the receipt's own words do not change.
  const { job, attempt, upload } = subject ?? {};
  const state = job?.state;
  const executionId = attempt?.executionId;
  const isThere = upload !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a refreshed picture of the same facts starts nothing anew.
  useEffect(() => {
    if (!subject) return;
    const created = createVerification(subject, {
      hive,
      gateway,
      execute: executeLazily,
      explain: (error) => explainError(error).what,
    });
    setVerification(created);
    void created.start();
    return () => {
      created.close();
      setVerification(undefined);
    };
  }, [hive, gateway, state, executionId, isThere]);
  const current = useSyncExternalStore(
    verification?.subscribe ?? NO_CHANGE,
    () => verification?.state(),
    () => undefined,
  );
  return { state: current, verification };
}
