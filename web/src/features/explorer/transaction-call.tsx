"use client";

import type { Transaction } from "viem";
import { useConfig } from "../../lib/config/config-context.tsx";
import { explorerTexts } from "../../texts/explorer.ts";
import { Details } from "../../ui/error-state.tsx";
import { decodeCall } from "./decode.ts";
import { ArgumentsView } from "./values/value-view.tsx";

const texts = explorerTexts.transaction;

/** What a transaction asked for. */
export function TransactionCall({ transaction: { to, input } }: { transaction: Transaction }) {
  const { deployment } = useConfig();
  const call = decodeCall(deployment, to, input);
  if (input === "0x") return <p className="text-sm text-muted">{texts.plain}</p>;
  return (
    <>
      {call ? (
        <>
          <p className="mb-1 font-medium">
            {call.contract.name}.{call.name}
          </p>
          <ArgumentsView parameters={call.parameters} values={call.values} />
        </>
      ) : (
        <p className="text-sm text-muted">{to === null ? texts.creates : texts.unknownCall}</p>
      )}
      <Details label={texts.raw} text={input} />
    </>
  );
}
