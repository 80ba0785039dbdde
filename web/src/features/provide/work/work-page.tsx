"use client";

import { provideWorkTexts as texts } from "../../../texts/provide/work.ts";
import { Desk } from "../desk.tsx";
import { FailureList } from "./failure-list.tsx";
import { LiveWork } from "./live-work.tsx";

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
