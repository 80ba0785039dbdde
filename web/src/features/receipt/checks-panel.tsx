"use client";

import { formatBytes } from "../../components/number-text.ts";
import { CHECK_NAMES } from "../../lib/receipts/check.ts";
import type { Verification, VerificationState, VerificationSubject } from "../../lib/receipts/verification.ts";
import { receiptTexts } from "../../texts/receipt.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { CheckItem } from "./check-item.tsx";
import { RerunPanel } from "./rerun-panel.tsx";

const texts = receiptTexts.checks;

export interface ChecksPanelProps {
  readonly subject: VerificationSubject;
  readonly state: VerificationState | undefined;
  readonly verification: Verification | undefined;
  readonly canRepeat: boolean;
}

/** The verification, step by step. */
export function ChecksPanel({ subject, state, verification, canRepeat }: ChecksPanelProps) {
  const isChecking = !state || CHECK_NAMES.some((name) => isOpen(state.checks[name].status) && name !== "execution");
  return (
    <Card
      title={texts.title}
      aside={
        <span className="print:hidden">
          <Button size="small" isBusy={isChecking} onClick={() => void verification?.start()}>
            {texts.again}
          </Button>
        </span>
      }
    >
      {state ? (
        <ol className="divide-y divide-line">
          {CHECK_NAMES.map((name) => (
            <CheckItem key={name} check={state.checks[name]}>
              {name === "execution" && (
                <RerunPanel subject={subject} state={state} verification={verification} canRepeat={canRepeat} />
              )}
              {(name === "inputs" || name === "outputs") && state.checks[name].status === "offered" && (
                <Button size="small" className="mt-2" onClick={() => void verification?.checkFiles(name)}>
                  {texts.large(formatBytes(Number(state.checks[name].facts[0])))}
                </Button>
              )}
            </CheckItem>
          ))}
        </ol>
      ) : (
        <SkeletonLines count={10} />
      )}
    </Card>
  );
}

function isOpen(status: string): boolean {
  return status === "waiting" || status === "running";
}
