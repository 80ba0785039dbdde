"use client";

import { routes } from "@computehive/protocol/api/routes";
import {
  type SavedManifest,
  savedManifestResponseSchema,
  savedManifestsResponseSchema,
} from "@computehive/protocol/api/saved-manifest";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Bytes } from "../../../components/quantity.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { SignInButton } from "../../../components/session/sign-in-button.tsx";
import { Time } from "../../../components/time.tsx";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { useGateway, useGatewayClient } from "../../../lib/http/services.tsx";
import { useSession } from "../../../lib/session/use-session.ts";
import { mineKey } from "../../../lib/session/use-sign-out.ts";
import { postJobTexts } from "../../../texts/post-job.ts";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { copyManifest } from "../begin/copy-manifest.ts";
import { useDraft } from "../draft/use-draft.tsx";

const texts = postJobTexts.program;

/** What the account saved at the gateway: what to run, without a price. */
export function SavedManifests() {
  const session = useSession();
  if (session.kind === "unknown" || session.kind === "away") return null;
  return (
    <Card title={texts.saved}>
      {session.kind === "signed-in" ? (
        <SavedList account={session.session.account} />
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-3 text-sm text-muted">
          {texts.savedSignIn}
          <div>
            <SignInButton />
          </div>
        </div>
      )}
    </Card>
  );
}

function SavedList({ account }: { account: string }) {
  const gateway = useGateway();
  const gatewayClient = useGatewayClient();
  const explain = useExplain();
  const { store, update } = useDraft();
  const query = useQuery({
    queryKey: mineKey(account, "saved-manifests"),
    queryFn: ({ signal }) => gateway.get(routes.savedManifests(), savedManifestsResponseSchema, { signal }),
  });
  const use = useMutation({
    mutationFn: async ({ id }: SavedManifest) => {
      const { manifest } = await gateway.get(routes.savedManifest(id), savedManifestResponseSchema);
      const signal = new AbortController().signal;
      const { into, missing } = await copyManifest(manifest, { gateway: gatewayClient, store, signal });
      update(into);
      return missing;
    },
  });
  if (query.isError && !query.data) return <QueryError query={query} />;
  if (!query.data) return <SkeletonLines count={2} />;
  const { manifests } = query.data;
  if (manifests.length === 0) return <p className="text-sm text-muted">{texts.savedNone}</p>;
  return (
    <div className="flex flex-col gap-2">
      <ul className="divide-y divide-line">
        {manifests.map((saved) => (
          <li key={saved.id} className="flex flex-wrap items-center justify-between gap-2 py-1.5">
            <span className="min-w-0 text-sm break-words">
              {saved.name}{" "}
              <span className="text-xs text-muted">
                <Bytes value={saved.size} />, <Time value={saved.updatedAt} />
              </span>
            </span>
            <Button
              size="small"
              aria-label={texts.savedUse(saved.name)}
              isBusy={use.isPending && use.variables.id === saved.id}
              onClick={() => use.mutate(saved)}
            >
              {postJobTexts.price.use}
            </Button>
          </li>
        ))}
      </ul>
      {use.isError && (
        <Notice tone="negative" isUrgent>
          {explain(use.error).what}
        </Notice>
      )}
      {use.data && use.data.length > 0 && (
        <Notice tone="caution">{postJobTexts.from.missing(use.data.join(", "))}</Notice>
      )}
    </div>
  );
}
