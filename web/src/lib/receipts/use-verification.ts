"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useHive } from "../chain/use-hive.ts";
import { explainError } from "../errors/explain-error.ts";
import { useGatewayClient } from "../http/services.tsx";
import { executePatiently } from "../metering/execute-patiently.ts";
import {
  createVerification,
  type Verification,
  type VerificationState,
  type VerificationSubject,
} from "./verification.ts";

const NO_CHANGE = () => () => {};

/** Checks a receipt while the page shows it. Begins by itself; the program's second run waits to be asked for. */
export function useVerification(subject: VerificationSubject): {
  state: VerificationState | undefined;
  verification: Verification | undefined;
} {
  const hive = useHive();
  const gateway = useGatewayClient();
  const [verification, setVerification] = useState<Verification | undefined>(undefined);
  const { executionId } = subject.attempt;
  const { state: jobState } = subject.job;
  const latest = useRef(subject);
  useEffect(() => {
    latest.current = subject;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another execution is another receipt.
  useEffect(() => {
    const created = createVerification(latest.current, {
      hive,
      gateway,
      execute: executePatiently,
      explain: (error) => explainError(error).what,
    });
    setVerification(created);
    void created.start();
    return () => {
      created.close();
      setVerification(undefined);
    };
  }, [hive, gateway, executionId]);
  const checkedState = useRef(jobState);
  useEffect(() => {
    if (!verification || checkedState.current === jobState) return;
    checkedState.current = jobState;
    void verification.update(latest.current);
  }, [verification, jobState]);
  const current = useSyncExternalStore(
    verification?.subscribe ?? NO_CHANGE,
    () => verification?.state(),
    () => undefined,
  );
  return { state: current, verification };
}
