"use client";

import type { Pairing } from "@computehive/protocol/api/pairing";
import dynamic from "next/dynamic";
import { type Address, isAddressEqual } from "viem";
import { QueryError } from "../../../components/query-error.tsx";
import { providePairingTexts as texts } from "../../../texts/provide/pairing.ts";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { Countdown } from "../../../ui/countdown.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { useNow } from "../../../ui/time/use-now.ts";
import { useHeartbeats } from "../queries.ts";
import { CodeForm } from "./code-form.tsx";
import { endOf, type PairingStage, pairingStage } from "./pairing-progress.ts";
import { StageList } from "./stage-list.tsx";
import { useNodeState } from "./use-node-state.ts";
import { type UsePairing, usePairing } from "./use-pairing.ts";

/** What hashes and recovers signatures comes after a code was entered. */
const FoundAgent = dynamic(async () => (await import("./found-agent.tsx")).FoundAgent, {
  ssr: false,
  loading: () => <SkeletonLines count={6} />,
});
const Starting = dynamic(async () => (await import("./paired.tsx")).Starting, {
  ssr: false,
  loading: () => <SkeletonLines count={3} />,
});
const Paired = dynamic(async () => (await import("./paired.tsx")).Paired, {
  ssr: false,
  loading: () => <SkeletonLines count={3} />,
});
const SendRegistration = dynamic(async () => (await import("./send-registration.tsx")).SendRegistration, {
  ssr: false,
  loading: () => <SkeletonLines count={2} />,
});

/** From the code to the first heartbeat. */
export function PairingSteps({ provider }: { provider: Address }) {
  const hook = usePairing(provider);
  const stage = useStage(hook, provider);
  const { pairing, query, restart } = hook;
  const canStop = stage === "choose" || stage === "agent";
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[16rem_1fr]">
      <Card title={texts.progress}>
        <StageList stage={stage ?? "code"} />
      </Card>
      <Card
        title={texts.stage[stage ?? "code"]}
        aside={
          pairing &&
          canStop && (
            <span role="timer">
              {texts.expiresIn} <Countdown until={pairing.expiresAt} over={texts.expired} />
            </span>
          )
        }
      >
        {query.isError && !pairing && <QueryError query={query} />}
        {stage === undefined ? (
          <SkeletonLines count={4} />
        ) : (
          <StageContent stage={stage} hook={hook} provider={provider} />
        )}
        {canStop && (
          <div className="mt-5 border-t border-line pt-4">
            <Button size="small" isBusy={hook.cancel.isPending} onClick={() => hook.cancel.mutate()}>
              {texts.cancel}
            </Button>
          </div>
        )}
        {(stage === "send" || stage === "over") && (
          <div className="mt-5 border-t border-line pt-4">
            <Button size="small" onClick={restart}>
              {texts.again}
            </Button>
          </div>
        )}
      </Card>
    </div>
  );
}

/** Nothing while a remembered pairing is looked up. */
function useStage({ id, query, pairing }: UsePairing, provider: Address): PairingStage | undefined {
  const now = useNow();
  const node = useNodeState(pairing?.opening.node);
  const heartbeats = useHeartbeats();
  if (now === undefined || (id !== undefined && query.isPending)) return undefined;
  const heard = pairing && heartbeats.data?.get(pairing.opening.node.toLowerCase());
  const isRegistered = Boolean(node.data && isAddressEqual(node.data.provider, provider));
  return pairingStage({ pairing, isRegistered, isOnline: heard?.online ?? false, now });
}

function StageContent({ stage, hook, provider }: { stage: PairingStage; hook: UsePairing; provider: Address }) {
  const { pairing, claim, confirm, restart } = hook;
  if (!pairing || stage === "code") return <CodeForm claim={claim} />;
  switch (stage) {
    case "choose":
      return <FoundAgent pairing={pairing} provider={provider} confirm={confirm} />;
    case "agent":
      return <WaitingForAgent />;
    case "send":
      return <Signed pairing={pairing} />;
    case "start":
      return <Starting node={pairing.opening.node} />;
    case "done":
      return <Paired node={pairing.opening.node} isOnline onAnother={restart} />;
    case "over":
      return <Over pairing={pairing} />;
  }
}

function WaitingForAgent() {
  return (
    <div role="status" className="flex items-start gap-3">
      <Spinner className="mt-1" />
      <div>
        <p className="font-medium">{texts.waiting}</p>
        <p className="text-sm text-muted">{texts.waitingText}</p>
        <p className="mt-2 text-sm text-muted">{texts.slow}</p>
      </div>
    </div>
  );
}

function Signed({ pairing: { profile, nodeSignature } }: { pairing: Pairing }) {
  if (!profile || !nodeSignature) return <Notice tone="negative" title={texts.badSignature} isUrgent />;
  return <SendRegistration registration={{ profile, nodeSignature }} />;
}

function Over({ pairing }: { pairing: Pairing }) {
  const now = useNow() ?? 0;
  const end = endOf(pairing, now);
  return (
    <Notice tone={end === "refused" ? "negative" : "caution"} title={texts.ended[end]} isUrgent>
      {texts.endedText[end]} {end === "refused" && <q>{pairing.reason}</q>}
    </Notice>
  );
}
