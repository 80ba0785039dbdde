import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { cookieToInitialState } from "wagmi";
import { LazyBell } from "../features/notifications/lazy-bell.tsx";
import { createWagmiConfig } from "../lib/chain/wagmi-config.ts";
import { runtimeConfig } from "../lib/config/runtime-config.ts";
import { Banners } from "../shell/banners.tsx";
import { Footer } from "../shell/footer.tsx";
import { Header } from "../shell/header.tsx";
import { Providers } from "../shell/providers.tsx";
import { WalletDialog } from "../shell/wallet-dialog.tsx";
import { shellTexts as texts } from "../texts/shell.ts";
import { fontClasses } from "./fonts.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: texts.name, template: `%s · ${texts.name}` },
  description: texts.description,
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#12161d" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const asked = await headers();
  const config = runtimeConfig();
  const initialState = cookieToInitialState(createWagmiConfig(config), asked.get("cookie"));
  return (
    <html lang="en" suppressHydrationWarning className={fontClasses}>
      <body className="flex min-h-dvh flex-col font-sans antialiased">
        <Providers config={config} initialState={initialState} nonce={asked.get("x-nonce") ?? undefined}>
          <a
            href="#content"
            className="fixed top-2 left-2 z-60 -translate-y-20 rounded-md bg-accent px-3 py-2 text-sm font-medium text-on-accent focus:translate-y-0"
          >
            {texts.skip}
          </a>
          <Header notifications={<LazyBell />} />
          <Banners />
          <main id="content" tabIndex={-1} className="flex-1 outline-none">
            {children}
          </main>
          <Footer />
          <WalletDialog />
        </Providers>
      </body>
    </html>
  );
}
