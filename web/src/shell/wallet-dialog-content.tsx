"use client";

import { useState } from "react";
import { type Connector, useConnect, useConnectors } from "wagmi";
import { useConfig } from "../lib/config/config-context.tsx";
import { DEV_WALLET_ID } from "../lib/dev-wallet/identity.ts";
import { useExplain } from "../lib/errors/use-explain.ts";
import { useWalletDialog } from "../lib/wallet/wallet-dialog-context.tsx";
import { shellTexts } from "../texts/shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { useRecentWallet } from "./use-recent-wallet.ts";

const texts = shellTexts.wallet;

/** Wallets of this browser: a list, then waiting, then connected or why not. */
export function WalletDialogContent() {
  const { isOpen, close } = useWalletDialog();
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(next) => !next && close()}
      title={texts.title}
      description={texts.description}
      size="small"
    >
      <WalletChoice onDone={close} />
    </Dialog>
  );
}

function WalletChoice({ onDone }: { onDone: () => void }) {
  const { deployment } = useConfig();
  const connectors = useConnectors();
  const recent = useRecentWallet();
  const explain = useExplain();
  const [chosen, setChosen] = useState<Connector>();
  const { mutate, isPending, error, reset } = useConnect();

  const choose = (connector: Connector) => {
    setChosen(connector);
    mutate({ connector, chainId: deployment.chainId }, { onSuccess: onDone });
  };
  const back = () => {
    reset();
    setChosen(undefined);
  };

  if (chosen && isPending) {
    return (
      <div role="status" className="flex flex-col items-center gap-3 py-6 text-center text-sm">
        <Spinner className="size-6 text-accent" />
        <p>{texts.waiting(chosen.name)}</p>
        <Button size="small" variant="quiet" onClick={back}>
          {texts.back}
        </Button>
      </div>
    );
  }
  if (chosen && error) {
    const { what, advice, detail } = explain(error);
    return (
      <ErrorState
        what={what}
        advice={advice}
        detail={detail}
        onRetry={() => choose(chosen)}
        action={
          <Button size="small" variant="quiet" onClick={back}>
            {texts.back}
          </Button>
        }
      />
    );
  }
  return <WalletList connectors={sorted(connectors, recent)} recent={recent} onChoose={choose} />;
}

/** In a build without the developer wallet this is false, and nothing of that wallet remains. */
function isDev({ id }: Connector): boolean {
  return __DEV_WALLET__ && id === DEV_WALLET_ID;
}

/** The one used last on top, the developer wallet at the end. */
function sorted(connectors: readonly Connector[], recent: string | undefined): Connector[] {
  const rank = (connector: Connector) => (isDev(connector) ? 2 : connector.id === recent ? 0 : 1);
  return [...connectors].sort((a, b) => rank(a) - rank(b));
}

interface WalletListProps {
  readonly connectors: readonly Connector[];
  readonly recent: string | undefined;
  readonly onChoose: (connector: Connector) => void;
}

function WalletList({ connectors, recent, onChoose }: WalletListProps) {
  const hasInstalled = connectors.some((connector) => !isDev(connector));
  return (
    <>
      {!hasInstalled && (
        <EmptyState
          title={texts.none.title}
          action={
            <Button size="small" onClick={() => window.location.reload()}>
              {texts.reload}
            </Button>
          }
        >
          {texts.none.body}
        </EmptyState>
      )}
      <ul className="flex flex-col gap-1.5">
        {connectors.map((connector) => (
          <li key={connector.uid}>
            <button
              type="button"
              onClick={() => onChoose(connector)}
              className="flex w-full items-center gap-3 rounded-lg border border-line px-3 py-2.5 text-left hover:border-line-strong hover:bg-hover"
            >
              <WalletIcon connector={connector} />
              <span className="min-w-0 flex-1 truncate font-medium">{connector.name}</span>
              {isDev(connector) ? (
                <Badge tone="caution">{texts.devBadge}</Badge>
              ) : (
                <Badge tone={connector.id === recent ? "accent" : "neutral"}>
                  {connector.id === recent ? texts.recent : texts.detected}
                </Badge>
              )}
            </button>
            {isDev(connector) && <p className="mt-1.5 px-1 text-xs text-muted">{texts.devNote}</p>}
          </li>
        ))}
      </ul>
    </>
  );
}

function WalletIcon({ connector: { icon, name } }: { connector: Connector }) {
  if (icon?.startsWith("data:image/")) {
    // biome-ignore lint/performance/noImgElement: a wallet brings its own picture as data; nothing is fetched.
    return <img src={icon.trim()} alt="" className="size-7 rounded-md" />;
  }
  return (
    <span
      aria-hidden="true"
      className="inline-flex size-7 items-center justify-center rounded-md bg-sunken text-sm font-semibold text-muted"
    >
      {name.slice(0, 1)}
    </span>
  );
}
