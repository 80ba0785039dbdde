"use client";

import { useEffect, useState } from "react";
import { useConfig } from "wagmi";

/** Id of the wallet that was connected last in this browser. */
export function useRecentWallet(): string | undefined {
  const { storage } = useConfig();
  const [recent, setRecent] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    void Promise.resolve(storage?.getItem("recentConnectorId")).then((id) => {
      if (isCurrent && typeof id === "string") setRecent(id);
    });
    return () => {
      isCurrent = false;
    };
  }, [storage]);
  return recent;
}
