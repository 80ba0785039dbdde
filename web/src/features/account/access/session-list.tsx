"use client";

import { routes } from "@computehive/protocol/api/routes";
import type { Session } from "@computehive/protocol/api/session";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { QueryError } from "../../../components/query-error.tsx";
import { Time } from "../../../components/time.tsx";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { useGateway } from "../../../lib/http/services.tsx";
import { useSignOut } from "../../../lib/session/use-sign-out.ts";
import { accountAccessTexts } from "../../../texts/account/access.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { type Column, Table } from "../../../ui/table.tsx";
import { useToasts } from "../../../ui/toast.tsx";
import { accountKeys, useSessions } from "../queries.ts";
import { describeDevice } from "./describe-device.ts";

const texts = accountAccessTexts.access;

/** Every browser in which the account is signed in. */
export function SessionList({ owner }: { owner: Address }) {
  const query = useSessions(owner);
  const signOut = useSignOut();
  const end = useEndSession(owner);
  const [isAsking, setAsking] = useState(false);
  if (query.isError && !query.data) return <QueryError query={query} />;
  const columns: readonly Column<Session>[] = [
    {
      key: "device",
      header: texts.device,
      cell: ({ device, current }) => (
        <span title={device}>
          {describeDevice(device)} {current && <Badge tone="accent">{texts.here}</Badge>}
        </span>
      ),
    },
    { key: "since", header: texts.since, cell: ({ createdAt }) => <Time value={createdAt} />, isSecondary: true },
    { key: "used", header: texts.lastUsed, cell: ({ lastUsedAt }) => <Time value={lastUsedAt} /> },
    { key: "ends", header: texts.ends, cell: ({ expiresAt }) => <Time value={expiresAt} /> },
    {
      key: "end",
      header: <span className="sr-only">{texts.end}</span>,
      isNumeric: true,
      cell: ({ id, current }) => (
        <Button
          size="small"
          isBusy={current ? signOut.isPending : end.isPending && end.variables === id}
          onClick={() => (current ? signOut.mutate("here") : end.mutate(id))}
        >
          {texts.end}
        </Button>
      ),
    },
  ];
  return (
    <Card
      title={texts.sessions}
      isFlush
      aside={
        <Button size="small" variant="danger" onClick={() => setAsking(true)}>
          {texts.everywhere}
        </Button>
      }
    >
      <Table
        caption={texts.sessions}
        columns={columns}
        rows={query.data}
        rowKey={({ id }) => id}
        expected={1}
        empty={null}
      />
      <Dialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={texts.everywhereAsk}
        size="small"
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{texts.keep}</Button>
            <Button variant="danger" isBusy={signOut.isPending} onClick={() => signOut.mutate("everywhere")}>
              {texts.everywhere}
            </Button>
          </>
        }
      >
        <p className="text-sm">{texts.everywhereText}</p>
      </Dialog>
    </Card>
  );
}

function useEndSession(owner: Address) {
  const gateway = useGateway();
  const queries = useQueryClient();
  const toasts = useToasts();
  const explain = useExplain();
  return useMutation({
    mutationFn: (id: string) => gateway.send("DELETE", routes.sessionById(id)),
    onSettled: () => queries.invalidateQueries({ queryKey: accountKeys.sessions(owner) }),
    onError: (error) => toasts.add({ tone: "negative", title: texts.failed, description: explain(error).what }),
  });
}
