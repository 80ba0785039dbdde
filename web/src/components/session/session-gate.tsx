"use client";

import type { Session } from "@computehive/protocol/api/session";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useExplain } from "../../lib/errors/use-explain.ts";
import type { SessionStanding } from "../../lib/session/standing.ts";
import { sessionKey, useSession } from "../../lib/session/use-session.ts";
import { useSignOut } from "../../lib/session/use-sign-out.ts";
import { sessionTexts as texts } from "../../texts/session.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { Address } from "../address.tsx";
import { SignInButton } from "./sign-in-button.tsx";

export interface SessionGateProps {
  /** What signing in is needed for, in a sentence. */
  readonly purpose: string;
  /** What stands here while nobody knows yet; lines of text by default. */
  readonly pending?: ReactNode;
  readonly children: (session: Session) => ReactNode;
}

/** Shows `children` to whoever is signed in as the account that their wallet shows; to everybody else, the way there. */
export function SessionGate({ purpose, pending, children }: SessionGateProps) {
  const standing = useSession();
  if (standing.kind === "signed-in") return <div key={standing.session.account}>{children(standing.session)}</div>;
  if (standing.kind === "unknown" && pending) return pending;
  return (
    <Card>
      <Outside standing={standing} purpose={purpose} />
    </Card>
  );
}

function Outside({
  standing,
  purpose,
}: {
  standing: Exclude<SessionStanding, { kind: "signed-in" }>;
  purpose: string;
}) {
  if (standing.kind === "unknown") return <SkeletonLines count={3} />;
  if (standing.kind === "away") return <Away error={standing.error} />;
  if (standing.kind === "mismatch") return <Mismatch standing={standing} />;
  const title = standing.wallet ? texts.needed.title : texts.needed.connectTitle;
  return (
    <EmptyState title={title} action={<SignInButton />}>
      {purpose} {texts.free}
    </EmptyState>
  );
}

function Away({ error }: { error: unknown }) {
  const queries = useQueryClient();
  const { advice, detail } = useExplain()(error);
  const retry = () => void queries.invalidateQueries({ queryKey: sessionKey });
  return <ErrorState what={texts.away} advice={advice} detail={detail} onRetry={retry} />;
}

/** Session and wallet are different accounts: says so, and lets the person choose. */
export function Mismatch({ standing }: { standing: Extract<SessionStanding, { kind: "mismatch" }> }) {
  const signOut = useSignOut();
  return (
    <div role="alert" className="flex flex-col items-center gap-2 px-4 py-8 text-center">
      <p className="font-medium">{texts.mismatch.title}</p>
      <p className="max-w-xl text-sm text-muted">
        {texts.mismatch.before} <Address value={standing.session.account} withCopy={false} href={null} />
        {", "}
        {texts.mismatch.between} <Address value={standing.wallet} withCopy={false} href={null} />.{" "}
        {texts.mismatch.after}
      </p>
      <div className="mt-2 flex flex-wrap items-start justify-center gap-2">
        <div>
          <SignInButton words={texts.mismatch.asWallet} />
        </div>
        <Button isBusy={signOut.isPending} onClick={() => signOut.mutate("here")}>
          {texts.signOut}
        </Button>
      </div>
      <p className="text-xs text-muted">{texts.mismatch.switchBack}</p>
    </div>
  );
}
