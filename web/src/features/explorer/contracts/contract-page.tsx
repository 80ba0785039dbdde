"use client";

import type { IndexedContract } from "@computehive/protocol/indexer-api/event";
import { INDEXED_CONTRACTS } from "@computehive/protocol/indexer-api/event";
import type { Address as AddressValue } from "viem";
import { Address } from "../../../components/address.tsx";
import { useConfig } from "../../../lib/config/config-context.tsx";
import { explorerTexts } from "../../../texts/explorer.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { Page } from "../../../ui/page.tsx";
import { Tabs } from "../../../ui/tabs.tsx";
import { contractAt, type KnownContract } from "../known-contracts.ts";
import { EventsTable, ReadFunctions } from "../lazy-parts.tsx";
import { Trail } from "../trail.tsx";

const texts = explorerTexts.contract;

export interface ContractPageProps {
  readonly address: AddressValue;
  /** A function that a link chose, and its arguments as JSON. */
  readonly functionName?: string | undefined;
  readonly args?: string | undefined;
}

/** One of the market's contracts: its functions to be called, its events. */
export function ContractPage({ address, functionName, args }: ContractPageProps) {
  const { deployment } = useConfig();
  const contract = contractAt(deployment, address);
  if (!contract) {
    return (
      <Page title={texts.notOurs} trail={<Trail />}>
        <Card>
          <EmptyState
            title={<Address value={address} isFull href={null} />}
            action={<ButtonLink href={`/explorer/addresses/${address}`}>{texts.openAddress}</ButtonLink>}
          >
            {texts.notOursBody}
          </EmptyState>
        </Card>
      </Page>
    );
  }
  return (
    <Page title={contract.name} trail={<Trail />} lead={<Address value={address} isFull href={null} />}>
      <Tabs
        label={contract.name}
        tabs={[
          {
            value: "read",
            label: texts.read,
            content: <ReadFunctions contract={contract} chosen={functionName} args={args} />,
          },
          {
            value: "events",
            label: texts.events,
            content: (
              <Card isFlush>
                <EventsTable filter={filterOf(contract)} />
              </Card>
            ),
          },
        ]}
      />
    </Page>
  );
}

function filterOf({ key, address }: KnownContract) {
  const indexed = INDEXED_CONTRACTS.find((one) => one === key);
  return indexed
    ? ({ kind: "contract", contract: indexed satisfies IndexedContract } as const)
    : ({ kind: "address", address } as const);
}
