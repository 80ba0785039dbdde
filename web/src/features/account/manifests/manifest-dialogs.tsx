"use client";

import { nameSchema } from "@computehive/protocol/api/api-key";
import { routes } from "@computehive/protocol/api/routes";
import { type SavedManifest, savedManifestSchema } from "@computehive/protocol/api/saved-manifest";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { useGateway } from "../../../lib/http/services.tsx";
import { accountManifestsTexts as texts } from "../../../texts/account/manifests.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { TextField } from "../../../ui/field.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { accountKeys } from "../queries.ts";

const FORM = "rename-manifest";

interface ManifestDialogProps {
  readonly owner: Address;
  readonly manifest: SavedManifest;
  readonly onClose: () => void;
}

export function RenameManifest({ owner, manifest, onClose }: ManifestDialogProps) {
  const gateway = useGateway();
  const queries = useQueryClient();
  const explain = useExplain();
  const [name, setName] = useState(manifest.name);
  const read = nameSchema.safeParse(name);
  const rename = useMutation({
    mutationFn: (to: string) =>
      gateway.send(
        "PATCH",
        routes.savedManifest(manifest.id),
        { body: { name: to }, isRepeatable: true },
        savedManifestSchema,
      ),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: accountKeys.manifests(owner) });
    },
  });
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.renameTitle}
      size="small"
      footer={
        <Button type="submit" form={FORM} variant="primary" isBusy={rename.isPending} disabled={!read.success}>
          {texts.save}
        </Button>
      }
    >
      <form
        id={FORM}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (read.success) rename.mutate(read.data);
        }}
      >
        <TextField
          label={texts.name}
          value={name}
          maxLength={80}
          onChange={({ target }) => setName(target.value)}
          error={!read.success && texts.nameInvalid}
        />
        {rename.error && <Notice tone="negative" isUrgent title={explain(rename.error).what} />}
      </form>
    </Dialog>
  );
}

export function RemoveManifest({ owner, manifest, onClose }: ManifestDialogProps) {
  const gateway = useGateway();
  const queries = useQueryClient();
  const explain = useExplain();
  const remove = useMutation({
    mutationFn: () => gateway.send("DELETE", routes.savedManifest(manifest.id)),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: accountKeys.manifests(owner) });
    },
  });
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.removeAsk(manifest.name)}
      size="small"
      footer={
        <>
          <Button onClick={onClose}>{texts.keep}</Button>
          <Button variant="danger" isBusy={remove.isPending} onClick={() => remove.mutate()}>
            {texts.remove}
          </Button>
        </>
      }
    >
      <p className="text-sm">{texts.removeText}</p>
      {remove.error && <Notice tone="negative" isUrgent title={explain(remove.error).what} />}
    </Dialog>
  );
}
