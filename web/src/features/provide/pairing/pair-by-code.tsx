"use client";

import dynamic from "next/dynamic";
import type { Address } from "viem";
import { SessionGate } from "../../../components/session/session-gate.tsx";
import { providePairingTexts as texts } from "../../../texts/provide/pairing.ts";
import { Card } from "../../../ui/card.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";

/** Behind the session. */
const PairingSteps = dynamic(async () => (await import("./pairing-steps.tsx")).PairingSteps, {
  ssr: false,
  loading: () => (
    <div className="grid items-start gap-5 lg:grid-cols-[16rem_1fr]">
      <Card title={texts.progress}>
        <SkeletonLines count={6} />
      </Card>
      <Card title={texts.stage.code}>
        <SkeletonLines count={4} />
      </Card>
    </div>
  ),
});

/** Pairing needs a session: the gateway must know who may speak for the node's provider. */
export function PairByCode({ provider }: { provider: Address }) {
  return (
    <SessionGate purpose={texts.signInFor}>{() => <PairingSteps key={provider} provider={provider} />}</SessionGate>
  );
}
