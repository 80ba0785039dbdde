"use client";

import Link from "next/link";
import { getAddress } from "viem";
import { useContractName } from "../lib/chain/use-contract-name.ts";
import { useExplorerLinks } from "../lib/chain/use-explorer-links.ts";
import { useAddress } from "../lib/wallet/use-wallet.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { shortHex } from "./hash.tsx";

export interface AddressProps {
  readonly value: string;
  /** Where it leads; by default to the explorer. `null` leads nowhere. */
  readonly href?: string | null;
  readonly isFull?: boolean;
  readonly withCopy?: boolean;
}

/** An account: our contracts by their names, the person's own as "you". */
export function Address({ value, href, isFull = false, withCopy = true }: AddressProps) {
  const links = useExplorerLinks();
  const own = useAddress();
  const contract = useContractName(value);
  const address = getAddress(value);
  const target = href === undefined ? links.address(address) : href;
  const text = isFull ? address : shortHex(address);
  const shown = (
    <span className={isFull ? "font-mono text-sm break-all" : "font-mono text-sm whitespace-nowrap"}>
      {contract && !isFull ? <span className="font-sans">{contract}</span> : text}
    </span>
  );
  return (
    <span className="inline-flex max-w-full items-center gap-1 align-middle">
      {target ? (
        <Link
          href={target}
          title={address}
          className="min-w-0 text-accent underline decoration-line-strong underline-offset-2 hover:decoration-current"
        >
          {shown}
        </Link>
      ) : (
        <span title={address} className="min-w-0">
          {shown}
        </span>
      )}
      {contract && isFull && <span className="text-xs text-muted">({contract})</span>}
      {own?.toLowerCase() === value.toLowerCase() && <span className="text-xs text-muted">(you)</span>}
      {withCopy && <CopyButton text={address} what="address" />}
    </span>
  );
}
