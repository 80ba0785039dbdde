"use client";

import type { ReactNode } from "react";
import type { Address } from "viem";
import { Bytes } from "../../../components/quantity.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { accountAccessTexts } from "../../../texts/account/access.ts";
import { Card } from "../../../ui/card.tsx";
import { Countdown } from "../../../ui/countdown.tsx";
import { Progress } from "../../../ui/progress.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { useQuota } from "../queries.ts";

const texts = accountAccessTexts.quota;

/** How much the account stores, and may store and upload. */
export function Quota({ owner }: { owner: Address }) {
  const query = useQuota(owner);
  if (query.isError && !query.data) return <QueryError query={query} />;
  const { data } = query;
  return (
    <Card title={texts.title}>
      {data ? (
        <div className="flex flex-col gap-4">
          <div className="grid gap-6 sm:grid-cols-2">
            <Share label={texts.used} used={data.usedBytes} limit={data.limitBytes} note={texts.files(data.blobs)} />
            <Share
              label={texts.today}
              used={data.today.usedBytes}
              limit={data.today.limitBytes}
              note={
                <>
                  {texts.resets} <Countdown until={data.today.resetsAt} />
                </>
              }
            />
          </div>
          <p className="text-xs text-muted">{texts.note}</p>
        </div>
      ) : (
        <SkeletonLines count={3} />
      )}
    </Card>
  );
}

interface ShareProps {
  readonly label: string;
  readonly used: number;
  readonly limit: number;
  readonly note: ReactNode;
}

/** Nine tenths used is nearly full. */
const NEARLY = 0.9;

function Share({ label, used, limit, note }: ShareProps) {
  const part = limit === 0 ? 1 : used / limit;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-2 text-sm">
        <span className="font-medium">{label}</span>
        <span>
          <Bytes value={used} /> {texts.of} <Bytes value={limit} />
        </span>
      </div>
      <Progress label={label} value={part} tone={part > NEARLY ? "negative" : "accent"} note={note} />
    </div>
  );
}
