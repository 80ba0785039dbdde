"use client";

import { readShortName } from "@computehive/protocol/short-name";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Address as AddressValue, isAddressEqual } from "viem";
import { Address } from "../../../components/address.tsx";
import { ResourceClass } from "../../../components/resource-class.tsx";
import { useHive } from "../../../lib/chain/use-hive.ts";
import { provideNodeTexts } from "../../../texts/provide/node.ts";
import { provideNodesTexts } from "../../../texts/provide/nodes.ts";
import { providePairingTexts as texts } from "../../../texts/provide/pairing.ts";
import { Card } from "../../../ui/card.tsx";
import { TextAreaField } from "../../../ui/field.tsx";
import { KeyValues } from "../../../ui/key-values.tsx";
import { Paired } from "./paired.tsx";
import type { ReadRegistration, Registration, RegistrationFault } from "./registration.ts";
import { SendRegistration } from "./send-registration.tsx";
import { useNodeState } from "./use-node-state.ts";

/** Sends a registration that a node's key signed elsewhere. */
export function PairByPaste({ provider }: { provider: AddressValue }) {
  const [text, setText] = useState("");
  const { stakingDomain } = useHive();
  const { data } = useQuery({
    queryKey: ["pasted-registration", provider, text],
    enabled: text.trim() !== "",
    queryFn: async (): Promise<ReadRegistration> =>
      (await import("./registration.ts")).readRegistration(text, { domain: stakingDomain, provider }),
  });
  const read = text.trim() === "" ? undefined : data;
  return (
    <Card title={texts.paste}>
      <div className="flex flex-col gap-4">
        <p className="text-sm text-muted">{texts.pasteLead}</p>
        <TextAreaField
          label={texts.paste}
          hint={texts.pasteHint}
          isMono
          rows={8}
          value={text}
          onChange={({ target }) => setText(target.value)}
          error={read?.kind === "fault" && <Fault fault={read.fault} />}
        />
        {read?.kind === "registration" && (
          <Pasted registration={read.registration} provider={provider} onAnother={() => setText("")} />
        )}
      </div>
    </Card>
  );
}

interface PastedProps {
  readonly registration: Registration;
  readonly provider: AddressValue;
  readonly onAnother: () => void;
}

function Pasted({ registration, provider, onAnother }: PastedProps) {
  const { profile } = registration;
  const node = useNodeState(profile.node);
  if (node.data && isAddressEqual(node.data.provider, provider)) {
    return <Paired node={profile.node} isOnline={false} onAnother={onAnother} />;
  }
  return (
    <>
      <KeyValues
        items={[
          { label: provideNodesTexts.node, value: <Address value={profile.node} isFull href={null} /> },
          { label: texts.payee, value: <Address value={profile.payee} isFull href={null} /> },
          { label: texts.class, value: <ResourceClass value={readShortName(profile.resourceClass)} /> },
          { label: texts.region, value: readShortName(profile.region) || provideNodeTexts.noRegion },
        ]}
      />
      <SendRegistration registration={registration} />
    </>
  );
}

function Fault({ fault }: { fault: RegistrationFault }) {
  switch (fault.kind) {
    case "not-json":
      return <>{texts.pasteNotJson}</>;
    case "malformed":
      return (
        <>
          {fault.field}: {fault.rule}
        </>
      );
    case "other-provider":
      return (
        <>
          {texts.pasteOther} <Address value={fault.provider} withCopy={false} href={null} />
        </>
      );
    case "signature":
      return <>{texts.pasteSignature}</>;
  }
}
