"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { providePairingTexts as texts } from "../../../texts/provide/pairing.ts";
import { provideTexts } from "../../../texts/provide.ts";
import { Card } from "../../../ui/card.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { Tabs } from "../../../ui/tabs.tsx";
import { Desk } from "../desk.tsx";
import { InstallAgent } from "../nodes/install-agent.tsx";
import { PairByCode } from "./pair-by-code.tsx";

/** Behind a tab. */
const PairByPaste = dynamic(async () => (await import("./pair-by-paste.tsx")).PairByPaste, {
  ssr: false,
  loading: () => (
    <Card title={texts.paste}>
      <SkeletonLines count={8} />
    </Card>
  ),
});

export function NewNodePage() {
  return (
    <Desk title={texts.title} lead={texts.lead} trail={<Link href="/provide/nodes">{provideTexts.nav.nodes}</Link>}>
      {(provider) => (
        <Tabs
          label={texts.title}
          tabs={[
            {
              value: "code",
              label: texts.byCode,
              content: (
                <div className="flex flex-col gap-5">
                  <PairByCode provider={provider} />
                  <InstallAgent />
                </div>
              ),
            },
            { value: "paste", label: texts.byPaste, content: <PairByPaste provider={provider} /> },
          ]}
        />
      )}
    </Desk>
  );
}
