"use client";

import { useMemo } from "react";
import { useConfig } from "../config/config-context.tsx";

export interface ExplorerLinks {
  /** The links leave this site. */
  readonly isExternal: boolean;
  block(number: bigint | number): string;
  transaction(hash: string): string;
  address(address: string): string;
}

/** Where blocks, transactions and addresses are shown: the chain's explorer if there is one, else pages of our own. */
export function useExplorerLinks(): ExplorerLinks {
  const { explorerUrl } = useConfig();
  return useMemo(() => linksTo(explorerUrl), [explorerUrl]);
}

function linksTo(url: string | undefined): ExplorerLinks {
  if (url) {
    return {
      isExternal: true,
      block: (number) => `${url}/block/${number}`,
      transaction: (hash) => `${url}/tx/${hash}`,
      address: (address) => `${url}/address/${address}`,
    };
  }
  return {
    isExternal: false,
    block: (number) => `/explorer/blocks/${number}`,
    transaction: (hash) => `/explorer/transactions/${hash}`,
    address: (address) => `/explorer/addresses/${address}`,
  };
}
