"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { type ReactNode, useState } from "react";
import { type State, WagmiProvider } from "wagmi";
import { createWagmiConfig } from "../lib/chain/wagmi-config.ts";
import { ConfigProvider } from "../lib/config/config-context.tsx";
import type { PublicConfig } from "../lib/config/public-config.ts";
import { ServicesProvider } from "../lib/http/services.tsx";
import { LiveProvider } from "../lib/live/use-live.tsx";
import { WalletDialogProvider } from "../lib/wallet/wallet-dialog-context.tsx";
import { ToastProvider } from "../ui/toast.tsx";

export interface ProvidersProps {
  readonly config: PublicConfig;
  /** Who was here last, from the cookie: the first picture shows it. */
  readonly initialState: State | undefined;
  readonly nonce: string | undefined;
  readonly children: ReactNode;
}

/** Everything that a page's hooks lean on, made once a tab. */
export function Providers({ config, initialState, nonce, children }: ProvidersProps) {
  const [wagmi] = useState(() => createWagmiConfig(config));
  const [queries] = useState(createQueryClient);
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce ?? ""}>
      <ConfigProvider config={config}>
        <WagmiProvider config={wagmi} {...(initialState && { initialState })}>
          <QueryClientProvider client={queries}>
            <ServicesProvider>
              <LiveProvider>
                <ToastProvider>
                  <WalletDialogProvider>{children}</WalletDialogProvider>
                </ToastProvider>
              </LiveProvider>
            </ServicesProvider>
          </QueryClientProvider>
        </WagmiProvider>
      </ConfigProvider>
    </ThemeProvider>
  );
}

/** What is younger is not asked for again when a part of the page appears; live events ask by themselves. */
const STALE_MS = 5_000;

function createQueryClient(): QueryClient {
  return new QueryClient({
    // The clients below retry by their own policies; a failed page says so soon and is asked again on focus.
    defaultOptions: { queries: { staleTime: STALE_MS, retry: false }, mutations: { retry: false } },
  });
}
