"use client";

import { routes } from "@computehive/protocol/api/routes";
import { savedManifestSchema } from "@computehive/protocol/api/saved-manifest";
import type { Manifest } from "@computehive/protocol/manifest";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { SignInButton } from "../../../components/session/sign-in-button.tsx";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { useGateway } from "../../../lib/http/services.tsx";
import { useSession } from "../../../lib/session/use-session.ts";
import { mineKey } from "../../../lib/session/use-sign-out.ts";
import { postJobReviewTexts } from "../../../texts/post-job-review.ts";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { TextField } from "../../../ui/field.tsx";
import { useDraft } from "../draft/use-draft.tsx";

const texts = postJobReviewTexts.save;

/** Keeps what is to run at the gateway, for another time. */
export function SaveManifest({ manifest }: { manifest: Manifest | undefined }) {
  const session = useSession();
  return (
    <Card title={texts.title}>
      <p className="mb-3 text-sm text-muted">{texts.hint}</p>
      {session.kind === "signed-in" ? (
        <SaveForm manifest={manifest} account={session.session.account} />
      ) : (
        <SignInButton words={texts.signIn} />
      )}
    </Card>
  );
}

function SaveForm({ manifest, account }: { manifest: Manifest | undefined; account: string }) {
  const gateway = useGateway();
  const queries = useQueryClient();
  const explain = useExplain();
  const { draft } = useDraft();
  const [name, setName] = useState<string | undefined>(undefined);
  const shown = name ?? (draft.title || draft.program?.name || "");
  const save = useMutation({
    mutationFn: () =>
      gateway.send("POST", routes.savedManifests(), { body: { name: shown.trim(), manifest } }, savedManifestSchema),
    onSuccess: () => void queries.invalidateQueries({ queryKey: mineKey(account, "saved-manifests") }),
  });
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextField
        label={texts.name}
        value={shown}
        maxLength={80}
        error={save.isError ? explain(save.error).what : undefined}
        onChange={({ target }) => setName(target.value)}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={!manifest || shown.trim() === ""} isBusy={save.isPending}>
          {texts.save}
        </Button>
        <span role="status" className="text-sm text-positive">
          {save.isSuccess && texts.saved}
        </span>
      </div>
    </form>
  );
}
