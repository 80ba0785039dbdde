"use client";

import type { ApiKey } from "@computehive/protocol/api/api-key";
import { routes } from "@computehive/protocol/api/routes";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { useGateway } from "../../../lib/http/services.tsx";
import { accountTexts } from "../../../texts/account.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { accountKeys } from "../queries.ts";

const texts = accountTexts.keys;

/** Cannot be undone, so it is asked twice. */
export function RevokeKey({ owner, apiKey }: { owner: Address; apiKey: ApiKey }) {
  const gateway = useGateway();
  const queries = useQueryClient();
  const explain = useExplain();
  const [isAsking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: () => gateway.send("DELETE", routes.apiKey(apiKey.id)),
    onSuccess: async () => {
      setAsking(false);
      await queries.invalidateQueries({ queryKey: accountKeys.apiKeys(owner) });
    },
  });
  return (
    <>
      <Button size="small" variant="quiet" onClick={() => setAsking(true)}>
        {texts.revoke}
      </Button>
      <Dialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={texts.revokeAsk(apiKey.name)}
        size="small"
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{texts.keep}</Button>
            <Button variant="danger" isBusy={revoke.isPending} onClick={() => revoke.mutate()}>
              {texts.revoke}
            </Button>
          </>
        }
      >
        <p className="text-sm">{texts.revokeText}</p>
        {revoke.error && <Notice tone="negative" isUrgent title={explain(revoke.error).what} />}
      </Dialog>
    </>
  );
}
