"use client";

import { useWalletDialog } from "../../lib/wallet/wallet-dialog-context.tsx";
import { provideTexts as texts } from "../../texts/provide.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Page } from "../../ui/page.tsx";
import { InstallAgent } from "./nodes/install-agent.tsx";
import { providerSteps } from "./steps/provider-steps.ts";
import { StepList } from "./steps/step-list.tsx";

/** What providing is, for somebody who has not connected a wallet. */
export function Visitor() {
  const wallet = useWalletDialog();
  return (
    <Page
      title={texts.visitor.title}
      lead={texts.visitor.lead}
      actions={
        <>
          <ButtonLink href="/book">{texts.visitor.book}</ButtonLink>
          <Button variant="primary" onClick={() => wallet.open()}>
            {texts.visitor.connect}
          </Button>
        </>
      }
    >
      <div className="grid gap-5 lg:grid-cols-2">
        <Card title={texts.steps.title}>
          <StepList steps={providerSteps({ active: 0n, nodes: [], openOffers: 0 })} />
        </Card>
        <InstallAgent />
      </div>
    </Page>
  );
}
