"use client";

import type { Log } from "viem";
import { Address } from "../../components/address.tsx";
import { useConfig } from "../../lib/config/config-context.tsx";
import { explorerTexts } from "../../texts/explorer.ts";
import { Details } from "../../ui/error-state.tsx";
import { decodeLog } from "./decode.ts";
import { ArgumentsView } from "./values/value-view.tsx";

const texts = explorerTexts.transaction;

/** The events of a transaction in their order; those of foreign contracts raw. */
export function TransactionLogs({ logs }: { logs: readonly Log[] }) {
  const { deployment } = useConfig();
  if (logs.length === 0) return <p className="text-sm text-muted">{texts.noLogs}</p>;
  return (
    <ol className="divide-y divide-line">
      {logs.map((log) => {
        const decoded = decodeLog(deployment, log);
        return (
          <li key={log.logIndex} className="py-3 first:pt-0 last:pb-0">
            <p className="flex flex-wrap items-center gap-x-2 text-sm">
              <span className="font-medium">{decoded?.name ?? texts.foreignLog}</span>
              <Address value={log.address} withCopy={false} />
            </p>
            {decoded ? (
              <ArgumentsView parameters={decoded.parameters} values={decoded.values} />
            ) : (
              <Details label={texts.raw} text={[...log.topics, log.data].join("\n")} />
            )}
          </li>
        );
      })}
    </ol>
  );
}
