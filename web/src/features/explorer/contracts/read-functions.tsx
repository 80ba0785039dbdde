"use client";

import { useState } from "react";
import type { AbiFunction } from "viem";
import { readArguments } from "../../../lib/chain/read-contract-link.ts";
import { explorerTexts } from "../../../texts/explorer.ts";
import { Card } from "../../../ui/card.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { TextField } from "../../../ui/field.tsx";
import { abiOf } from "../abis.ts";
import type { KnownContract } from "../known-contracts.ts";
import { FunctionForm } from "./function-form.tsx";

const texts = explorerTexts.contract;

export interface ReadFunctionsProps {
  readonly contract: KnownContract;
  readonly chosen: string | undefined;
  readonly args: string | undefined;
}

/** Every function of a contract that only reads, the chosen one open and on top. */
export function ReadFunctions({ contract, chosen, args }: ReadFunctionsProps) {
  const [wanted, setWanted] = useState("");
  const functions = readingFunctions(contract, chosen);
  const shown = functions.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <p className="max-w-xl text-sm text-muted">{texts.functionsNote}</p>
        <TextField
          label={texts.filter}
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
          className="w-full sm:w-64"
        />
      </div>
      <Card isFlush>
        {shown.length === 0 ? (
          <EmptyState title={texts.none} />
        ) : (
          <ul aria-label={texts.functions} className="divide-y divide-line">
            {shown.map((item) => (
              <li key={signatureOf(item)}>
                <details open={item.name === chosen} className="group">
                  <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-2 px-4 py-2.5 hover:bg-hover">
                    <span className="font-medium">{item.name}</span>
                    <span className="min-w-0 font-mono text-xs break-all text-muted">{inputsOf(item)}</span>
                  </summary>
                  <div className="border-t border-line bg-sunken px-4 py-4">
                    <FunctionForm
                      contract={contract}
                      item={item}
                      given={item.name === chosen ? readArguments(args) : undefined}
                    />
                  </div>
                </details>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}

function readingFunctions(contract: KnownContract, chosen: string | undefined): AbiFunction[] {
  const functions = abiOf(contract).filter(
    (item): item is AbiFunction => item.type === "function" && /^(view|pure)$/.test(item.stateMutability),
  );
  return functions.sort(
    (a, b) => Number(b.name === chosen) - Number(a.name === chosen) || a.name.localeCompare(b.name),
  );
}

function inputsOf({ inputs }: AbiFunction): string {
  return `(${inputs.map(({ type, name }) => `${name || type}`).join(", ")})`;
}

function signatureOf({ name, inputs }: AbiFunction): string {
  return `${name}(${inputs.map(({ type }) => type).join(",")})`;
}
