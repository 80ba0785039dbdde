"use client";

import { Address } from "../components/address.tsx";
import { useConfig } from "../lib/config/config-context.tsx";
import { shellTexts as texts } from "../texts/shell.ts";

export function Footer() {
  const { deployment } = useConfig();
  const { market, escrow, staking, receipts } = deployment.contracts;
  return (
    <footer className="mt-10 border-t border-line">
      <div className="mx-auto flex max-w-[90rem] flex-wrap items-start justify-between gap-x-8 gap-y-3 px-4 py-6 text-xs text-muted sm:px-6">
        <p className="max-w-md">{texts.footer.promise}</p>
        <ul aria-label={texts.footer.contracts} className="flex flex-wrap gap-x-5 gap-y-1">
          {[market, escrow, staking, receipts].map((address) => (
            <li key={address}>
              <Address value={address} withCopy={false} />
            </li>
          ))}
        </ul>
      </div>
    </footer>
  );
}
