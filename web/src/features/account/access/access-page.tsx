"use client";

import { SessionGate } from "../../../components/session/session-gate.tsx";
import { accountAccessTexts } from "../../../texts/account/access.ts";
import { AccountFrame } from "../account-frame.tsx";
import { ApiKeys } from "./api-keys.tsx";
import { Quota } from "./quota.tsx";
import { SessionList } from "./session-list.tsx";

const texts = accountAccessTexts.access;

export function AccessPage() {
  return (
    <AccountFrame title={texts.title} lead={texts.lead}>
      <SessionGate purpose={texts.purpose}>
        {({ account }) => (
          <div className="flex flex-col gap-5">
            <SessionList owner={account} />
            <Quota owner={account} />
            <ApiKeys owner={account} />
          </div>
        )}
      </SessionGate>
    </AccountFrame>
  );
}
