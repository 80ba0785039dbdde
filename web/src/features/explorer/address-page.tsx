"use client";

import Link from "next/link";
import type { Address as AddressValue } from "viem";
import { Address } from "../../components/address.tsx";
import { Amount, CoinAmount } from "../../components/amount.tsx";
import { Count } from "../../components/quantity.tsx";
import { QueryError } from "../../components/query-error.tsx";
import { useConfig } from "../../lib/config/config-context.tsx";
import { explorerTexts } from "../../texts/explorer.ts";
import { Badge } from "../../ui/badge.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { KeyValues } from "../../ui/key-values.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { Skeleton, SkeletonLines } from "../../ui/skeleton.tsx";
import { contractAt } from "./known-contracts.ts";
import { EventsTable } from "./lazy-parts.tsx";
import { Trail } from "./trail.tsx";
import { type Role, useAddressView, useRoles } from "./use-address-view.ts";

const texts = explorerTexts.address;

/** An account or a contract: what it holds, what it is on this market, what happened to it. */
export function AddressPage({ address }: { address: AddressValue }) {
  const { deployment } = useConfig();
  const query = useAddressView(address);
  const contract = contractAt(deployment, address);
  return (
    <Page title={contract?.name ?? texts.title} trail={<Trail />}>
      {contract && (
        <Notice
          tone="accent"
          action={
            <ButtonLink size="small" href={`/explorer/contracts/${address}`}>
              {texts.openContract}
            </ButtonLink>
          }
        >
          {texts.own}
        </Notice>
      )}
      {query.isError && !query.data ? (
        <QueryError query={query} />
      ) : (
        <Card>{query.data ? <Facts address={address} view={query.data} /> : <SkeletonLines count={6} />}</Card>
      )}
      <Card title={texts.events} isFlush>
        <EventsTable filter={{ kind: "address", address }} />
      </Card>
    </Page>
  );
}

type View = NonNullable<ReturnType<typeof useAddressView>["data"]>;

function Facts({ address, view }: { address: AddressValue; view: View }) {
  const { fields } = texts;
  return (
    <KeyValues
      items={[
        { label: fields.address, value: <Address value={address} href={null} isFull /> },
        { label: fields.kind, value: view.isContract ? texts.kinds.contract : texts.kinds.account },
        { label: fields.roles, value: <Roles address={address} /> },
        { label: fields.coin, value: <CoinAmount value={view.coin} decimals={18} /> },
        { label: fields.wallet, value: <Amount value={view.wallet} /> },
        { label: fields.free, value: <Amount value={view.free} />, note: fields.freeNote },
        { label: fields.nonce, value: <Count value={view.nonce} /> },
      ]}
    />
  );
}

function Roles({ address }: { address: AddressValue }) {
  const { data, isError } = useRoles(address);
  if (isError && !data) return <span className="text-muted">{texts.rolesUnknown}</span>;
  if (!data) return <Skeleton className="h-4 w-24" />;
  if (data.length === 0) return <span className="text-muted">{texts.roles.none}</span>;
  return (
    <span className="flex flex-wrap gap-1.5">
      {data.map((role) => (
        <RoleBadge key={role} role={role} address={address} />
      ))}
    </span>
  );
}

function RoleBadge({ role, address }: { role: Role; address: AddressValue }) {
  const badge = <Badge tone="accent">{texts.roles[role]}</Badge>;
  if (role === "provider") return <Link href={`/providers/${address}`}>{badge}</Link>;
  return role === "node" ? <Link href={`/nodes/${address}`}>{badge}</Link> : badge;
}
