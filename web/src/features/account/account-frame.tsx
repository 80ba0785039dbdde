"use client";

import type { ReactNode } from "react";
import { accountTexts as texts } from "../../texts/account.ts";
import { Page, type PageProps } from "../../ui/page.tsx";
import { SubNav } from "../../ui/sub-nav.tsx";

const LINKS = [
  { href: "/account", label: texts.nav.money },
  { href: "/account/notifications", label: texts.nav.notifications },
  { href: "/account/manifests", label: texts.nav.manifests },
  { href: "/account/access", label: texts.nav.access },
];

/** A page of the account. */
export function AccountFrame({ children, ...page }: Omit<PageProps, "children"> & { children: ReactNode }) {
  return (
    <Page {...page}>
      <SubNav label={texts.nav.label} links={LINKS} />
      {children}
    </Page>
  );
}
