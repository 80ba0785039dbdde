"use client";

import dynamic from "next/dynamic";
import { provideWorkTexts as texts } from "../../../texts/provide/work.ts";
import { Card } from "../../../ui/card.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { Desk } from "../desk.tsx";
import { LiveWork } from "./live-work.tsx";

/** Below the work that is going on. */
const FailureList = dynamic(async () => (await import("./failure-list.tsx")).FailureList, {
  ssr: false,
  loading: () => (
    <Card title={texts.failures}>
      <SkeletonLines count={3} />
    </Card>
  ),
});

export function WorkPage() {
  return (
    <Desk title={texts.title} lead={texts.lead}>
      {(provider) => (
        <>
          <LiveWork provider={provider} title={texts.live} />
          <FailureList provider={provider} />
        </>
      )}
    </Desk>
  );
}
