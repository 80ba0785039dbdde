"use client";

import type { ApiKey } from "@computehive/protocol/api/api-key";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { Address } from "viem";
import { accountAccessTexts } from "../../../texts/account/access.ts";
import { Button } from "../../../ui/button.tsx";

const texts = accountAccessTexts.keys;

const RevokeKeyDialog = dynamic(async () => (await import("./revoke-key-dialog.tsx")).RevokeKeyDialog, { ssr: false });

export function RevokeKey({ owner, apiKey }: { owner: Address; apiKey: ApiKey }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button size="small" variant="quiet" onClick={() => setAsking(true)}>
        {texts.revoke}
      </Button>
      {isAsking && <RevokeKeyDialog owner={owner} apiKey={apiKey} onClose={() => setAsking(false)} />}
    </>
  );
}
