"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type Abi, type AbiFunction, decodeFunctionResult, encodeFunctionData } from "viem";
import type { ArgumentJson } from "../../../lib/chain/read-contract-link.ts";
import { useHive } from "../../../lib/chain/use-hive.ts";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { explorerTexts } from "../../../texts/explorer.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { Notice } from "../../../ui/notice.tsx";
import type { KnownContract } from "../known-contracts.ts";
import { ArgumentInvalidError, parseArgument } from "../values/parse-argument.ts";
import { ArgumentsView } from "../values/value-view.tsx";
import { ArgumentInput } from "./argument-input.tsx";
import { emptyArgument } from "./empty-argument.ts";

const texts = explorerTexts.contract;

export interface FunctionFormProps {
  readonly contract: KnownContract;
  readonly item: AbiFunction;
  /** What a link filled in. */
  readonly given: readonly ArgumentJson[] | undefined;
}

/** Arguments, a button, the answer: one call that changes nothing. */
export function FunctionForm({ contract, item, given }: FunctionFormProps) {
  const { publicClient } = useHive();
  const explain = useExplain();
  const [values, setValues] = useState<readonly ArgumentJson[]>(() =>
    item.inputs.map((input, index) => given?.[index] ?? emptyArgument(input)),
  );
  const read = useMutation({
    mutationFn: async () => {
      const args = item.inputs.map((input, index) =>
        parseArgument(input, values[index] as ArgumentJson, input.name || String(index)),
      );
      const abi: Abi = [item];
      const data = encodeFunctionData({ abi, functionName: item.name, args });
      const { data: answer = "0x" } = await publicClient.call({ to: contract.address, data });
      const decoded = decodeFunctionResult({ abi, functionName: item.name, data: answer });
      return item.outputs.length === 1 ? [decoded] : decoded;
    },
  });
  const invalid = read.error instanceof ArgumentInvalidError ? read.error : undefined;
  return (
    <form
      className="flex max-w-3xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        read.mutate();
      }}
    >
      {given && <Notice tone="accent">{texts.prefilled}</Notice>}
      {item.inputs.length === 0 && <p className="text-sm text-muted">{texts.noArguments}</p>}
      {item.inputs.map((input, index) => (
        <ArgumentInput
          // biome-ignore lint/suspicious/noArrayIndexKey: parameters keep their order, and may have no name.
          key={index}
          parameter={input}
          path={input.name || String(index)}
          value={values[index] as ArgumentJson}
          error={invalid}
          onChange={(value) => setValues((before) => before.map((one, at) => (at === index ? value : one)))}
        />
      ))}
      <div>
        <Button type="submit" variant="primary" isBusy={read.isPending}>
          {read.isPending ? texts.calling : texts.call}
        </Button>
      </div>
      {read.error && !invalid && <Failure {...explain(read.error)} />}
      {read.data !== undefined && (
        <section aria-label={texts.result} className="rounded-md border border-line bg-surface px-3 py-2">
          <p className="text-xs font-medium text-muted">{texts.result}</p>
          <ArgumentsView parameters={item.outputs} values={read.data} />
        </section>
      )}
    </form>
  );
}

function Failure({ what, advice, detail }: { what: string; advice?: string | undefined; detail?: string | undefined }) {
  return <ErrorState what={what} advice={advice} detail={detail} />;
}
