"use client";

import type { Pairing } from "@computehive/protocol/api/pairing";
import { isPairingSigned, pairingFingerprint } from "@computehive/protocol/api/pairing-signature";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Address as AddressValue } from "viem";
import { Address } from "../../../components/address.tsx";
import { Bytes } from "../../../components/quantity.tsx";
import { useConfig } from "../../../lib/config/config-context.tsx";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { useGatewayInfo } from "../../../lib/services/services-state.ts";
import { provideNodeTexts } from "../../../texts/provide/node.ts";
import { provideNodesTexts } from "../../../texts/provide/nodes.ts";
import { providePairingTexts as texts } from "../../../texts/provide/pairing.ts";
import { Button } from "../../../ui/button.tsx";
import { CheckField, TextField } from "../../../ui/field.tsx";
import { KeyValues } from "../../../ui/key-values.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { Layers } from "../nodes/node-facts.tsx";
import { firstProfile, type ProfileDraft, readProfile } from "./profile-draft.ts";
import type { UsePairing } from "./use-pairing.ts";

export interface FoundAgentProps extends Pick<UsePairing, "confirm"> {
  readonly pairing: Pairing;
  readonly provider: AddressValue;
}

/** The node that the code led to: its facts, its fingerprint, and how it is to be registered. */
export function FoundAgent({ pairing, provider, confirm }: FoundAgentProps) {
  const isSigned = useIsSigned(pairing);
  const [isSame, setSame] = useState(false);
  const [draft, setDraft] = useState<ProfileDraft>(() => firstProfile(pairing.opening, provider));
  const explain = useExplain();
  const read = readProfile(draft, { provider, node: pairing.opening.node });
  if (isSigned === undefined) return <SkeletonLines count={6} />;
  if (!isSigned) {
    return (
      <Notice tone="negative" title={texts.forged} isUrgent>
        {texts.forgedText}
      </Notice>
    );
  }
  const field = (name: keyof ProfileDraft, invalid: string) => ({
    value: draft[name],
    onChange: ({ target }: { target: { value: string } }) => setDraft((held) => ({ ...held, [name]: target.value })),
    error: read.kind === "faults" && read.faults.includes(name) && invalid,
  });
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (read.kind === "profile" && isSame && !confirm.isPending) confirm.mutate(read.profile);
      }}
    >
      <AgentFacts pairing={pairing} />
      <CheckField
        label={texts.fingerprintSame}
        hint={texts.fingerprintText}
        checked={isSame}
        onChange={({ target }) => setSame(target.checked)}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          className="sm:col-span-2"
          label={texts.payee}
          hint={texts.payeeHint}
          isMono
          {...field("payee", provideNodeTexts.payeeInvalid)}
        />
        <TextField label={texts.class} hint={texts.classHint} isMono {...field("resourceClass", texts.classInvalid)} />
        <TextField label={texts.region} hint={texts.regionHint} isMono {...field("region", texts.regionInvalid)} />
      </div>
      <div>
        <Button type="submit" variant="primary" isBusy={confirm.isPending} disabled={read.kind === "faults" || !isSame}>
          {confirm.isPending ? texts.confirming : texts.confirm}
        </Button>
      </div>
      {confirm.error && <Notice tone="negative" isUrgent title={explain(confirm.error).what} />}
    </form>
  );
}

function AgentFacts({ pairing: { opening } }: { pairing: Pairing }) {
  const { node, capacity, layers, agentVersion } = opening;
  return (
    <KeyValues
      items={[
        {
          label: texts.fingerprint,
          value: <span className="font-mono text-lg font-semibold tracking-wide">{pairingFingerprint(opening)}</span>,
        },
        { label: provideNodesTexts.node, value: <Address value={node} isFull href={null} /> },
        {
          label: texts.machine,
          value: (
            <>
              {texts.slots(capacity.slots)}, <Bytes value={capacity.memoryBytes} />
            </>
          ),
        },
        { label: provideNodeTexts.layers, value: <Layers names={layers} />, note: provideNodeTexts.layersNote },
        { label: provideNodeTexts.version, value: agentVersion },
      ]}
    />
  );
}

/** Whether the node itself signed what the gateway shows; nothing until that is known. */
function useIsSigned({ id, opening }: Pairing): boolean | undefined {
  const { deployment } = useConfig();
  const audience = useGatewayInfo().data?.audience;
  const { data } = useQuery({
    queryKey: ["pairing-signature", id, audience],
    enabled: audience !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => isPairingSigned({ chainId: deployment.chainId, audience: audience ?? "" }, opening),
  });
  return data;
}
