"use client";

import dynamic from "next/dynamic";
import { useAddress } from "../../lib/wallet/use-wallet.ts";

/** The bell comes after the page: nobody waits for it. */
const Bell = dynamic(async () => (await import("./bell.tsx")).Bell, { ssr: false, loading: Place });

export function LazyBell() {
  return <Bell />;
}

/** Keeps the bell's place where there will be one. */
function Place() {
  return useAddress() ? <span className="size-8.5" /> : null;
}
