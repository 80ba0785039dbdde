"use client";

import type { PushSubscription } from "@computehive/protocol/api/push";
import type { Address } from "viem";
import { QueryError } from "../../components/query-error.tsx";
import { Time } from "../../components/time.tsx";
import { useExplain } from "../../lib/errors/use-explain.ts";
import { notificationTexts } from "../../texts/notifications.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Notice } from "../../ui/notice.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import type { PushState } from "./push-state.ts";
import { usePushSubscriptions } from "./queries.ts";
import { usePush } from "./use-push.ts";

const texts = notificationTexts.push;
const TONES = {
  unsupported: "neutral",
  insecure: "neutral",
  denied: "caution",
  off: "neutral",
  on: "positive",
} as const satisfies Record<PushState, string>;

/** Pushes while no page is open. The browser asks for permission only after a click. */
export function PushPanel({ account }: { account: Address }) {
  const { state, enable, disable, remove } = usePush(account);
  const explain = useExplain();
  if (state === undefined) {
    return (
      <Card title={texts.title}>
        <SkeletonLines count={3} />
      </Card>
    );
  }
  return (
    <Card title={texts.title}>
      <div className="flex flex-col gap-3">
        <p className="text-sm text-muted">{texts.lead}</p>
        <div role="status">
          <Notice
            tone={TONES[state]}
            action={
              <>
                {state === "off" && (
                  <Button size="small" variant="primary" isBusy={enable.isPending} onClick={() => enable.mutate()}>
                    {enable.isPending ? texts.enabling : texts.enable}
                  </Button>
                )}
                {state === "on" && (
                  <Button size="small" isBusy={disable.isPending} onClick={() => disable.mutate()}>
                    {texts.disable}
                  </Button>
                )}
              </>
            }
          >
            {texts.states[state]}
          </Notice>
        </div>
        {enable.error && (
          <Notice tone="negative" isUrgent title={texts.failed}>
            {isPushServiceFault(enable.error) ? texts.failedService : explain(enable.error).what}
          </Notice>
        )}
        <Devices account={account} onRemove={(id) => remove.mutate(id)} removing={remove.variables} />
      </div>
    </Card>
  );
}

/** Browsers say by these names that their push service is missing or away. */
function isPushServiceFault(error: unknown): boolean {
  return error instanceof DOMException && ["AbortError", "NotSupportedError", "InvalidStateError"].includes(error.name);
}

interface DevicesProps {
  readonly account: Address;
  readonly onRemove: (id: string) => void;
  readonly removing: string | undefined;
}

function Devices({ account, onRemove, removing }: DevicesProps) {
  const query = usePushSubscriptions(account);
  if (query.isError && !query.data) return <QueryError query={query} />;
  const columns: readonly Column<PushSubscription>[] = [
    { key: "device", header: texts.device, cell: ({ device }) => <span className="break-words">{device}</span> },
    { key: "service", header: texts.service, cell: ({ service }) => service, isSecondary: true },
    { key: "since", header: texts.since, cell: ({ createdAt }) => <Time value={createdAt} /> },
    {
      key: "remove",
      header: <span className="sr-only">{texts.remove}</span>,
      isNumeric: true,
      cell: ({ id }) => (
        <Button size="small" isBusy={removing === id} onClick={() => onRemove(id)}>
          {texts.remove}
        </Button>
      ),
    },
  ];
  return (
    <div className="-mx-4 -mb-4 border-t border-line">
      <Table
        caption={texts.devices}
        columns={columns}
        rows={query.data?.subscriptions}
        rowKey={({ id }) => id}
        expected={1}
        empty={<p className="px-4 py-3 text-sm text-muted">{texts.noDevices}</p>}
      />
    </div>
  );
}
