"use client";

import type { ApiKey } from "@computehive/protocol/api/api-key";
import { routes } from "@computehive/protocol/api/routes";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Address } from "viem";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { useGateway } from "../../../lib/http/services.tsx";
import { accountAccessTexts } from "../../../texts/account/access.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { accountKeys } from "../queries.ts";

const texts = accountAccessTexts.keys;

export interface RevokeKeyDialogProps {
  readonly owner: Address;
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
}

/** Cannot be undone, so it is asked twice. */
export function RevokeKeyDialog({ owner, apiKey, onClose }: RevokeKeyDialogProps) {
  const gateway = useGateway();
  const queries = useQueryClient();
  const explain = useExplain();
  const revoke = useMutation({
    mutationFn: () => gateway.send("DELETE", routes.apiKey(apiKey.id)),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: accountKeys.apiKeys(owner) });
    },
  });
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.revokeAsk(apiKey.name)}
      size="small"
      footer={
        <>
          <Button onClick={onClose}>{texts.keep}</Button>
          <Button variant="danger" isBusy={revoke.isPending} onClick={() => revoke.mutate()}>
            {texts.revoke}
          </Button>
        </>
      }
    >
      <p className="text-sm">{texts.revokeText}</p>
      {revoke.error && <Notice tone="negative" isUrgent title={explain(revoke.error).what} />}
    </Dialog>
  );
}
