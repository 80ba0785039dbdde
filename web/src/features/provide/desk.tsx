"use client";

import type { ReactNode } from "react";
import type { Address } from "viem";
import { useAddress } from "../../lib/wallet/use-wallet.ts";
import { provideTexts as texts } from "../../texts/provide.ts";
import { Page, type PageProps } from "../../ui/page.tsx";
import { SubNav } from "../../ui/sub-nav.tsx";
import { useProviderLive } from "./queries.ts";
import { Visitor } from "./visitor.tsx";

const LINKS = [
  { href: "/provide", label: texts.nav.overview },
  { href: "/provide/stake", label: texts.nav.stake },
  { href: "/provide/nodes", label: texts.nav.nodes },
  { href: "/provide/offers", label: texts.nav.offers },
  { href: "/provide/work", label: texts.nav.work },
  { href: "/provide/earnings", label: texts.nav.earnings },
];

export interface DeskProps extends Omit<PageProps, "children"> {
  readonly children: (provider: Address) => ReactNode;
}

/** A page of the provider's desk. Whoever has no wallet connected sees what it is about. */
export function Desk({ children, ...page }: DeskProps) {
  const provider = useAddress();
  if (!provider) return <Visitor />;
  return (
    <Page {...page}>
      <SubNav label={texts.nav.label} links={LINKS} />
      <DeskContent key={provider} provider={provider}>
        {children}
      </DeskContent>
    </Page>
  );
}

/** Another account is another desk: nothing that was typed goes over. */
function DeskContent({ provider, children }: { provider: Address; children: DeskProps["children"] }) {
  useProviderLive(provider);
  return <>{children(provider)}</>;
}
