"use client";

import Link from "next/link";
import { useExplorerLinks } from "../lib/chain/use-explorer-links.ts";
import { CopyButton } from "../ui/copy-button.tsx";

/** `0x1234abcd…89ef`. */
export function shortHex(value: string, { head = 4, tail = 4 }: { head?: number; tail?: number } = {}): string {
  return value.length <= head + tail + 3 ? value : `${value.slice(0, head + 2)}…${value.slice(-tail)}`;
}

export interface HashProps {
  readonly value: string;
  /** Names it for the copy button: "job id". */
  readonly what: string;
  readonly href?: string | undefined;
  /** All digits, breaking where needed. */
  readonly isFull?: boolean;
  readonly withCopy?: boolean;
}

/** An id, a hash or a CID: short, whole in the title, copied by a button. */
export function Hash({ value, what, href, isFull = false, withCopy = true }: HashProps) {
  const text = isFull ? value : shortHex(value, { head: 6, tail: 6 });
  const shown = (
    <span className={isFull ? "font-mono text-sm break-all" : "font-mono text-sm whitespace-nowrap"}>{text}</span>
  );
  return (
    <span className="inline-flex max-w-full items-center gap-1 align-middle">
      {href ? (
        <Link
          href={href}
          title={value}
          className="min-w-0 text-accent underline decoration-line-strong underline-offset-2 hover:decoration-current"
        >
          {shown}
        </Link>
      ) : (
        <span title={value} className="min-w-0">
          {shown}
        </span>
      )}
      {withCopy && <CopyButton text={value} what={what} />}
    </span>
  );
}

/** A transaction, linked to the explorer. */
export function TransactionLink({
  hash,
  isFull,
  withCopy = true,
}: {
  hash: string;
  isFull?: boolean;
  withCopy?: boolean;
}) {
  const links = useExplorerLinks();
  return (
    <Hash
      value={hash}
      what="transaction hash"
      href={links.transaction(hash)}
      withCopy={withCopy}
      {...(isFull && { isFull })}
    />
  );
}

/** A block, linked to the explorer. */
export function BlockLink({ number }: { number: bigint | number }) {
  const links = useExplorerLinks();
  return (
    <Link
      href={links.block(number)}
      className="text-accent underline decoration-line-strong underline-offset-2 hover:decoration-current"
    >
      {number.toString()}
    </Link>
  );
}
