"use client";

import type { AbiParameter } from "viem";
import type { ArgumentJson } from "../../../lib/chain/read-contract-link.ts";
import { explorerTexts } from "../../../texts/explorer.ts";
import { SelectField, TextAreaField, TextField } from "../../../ui/field.tsx";
import { elementOf } from "../values/element-of.ts";
import { type ArgumentInvalidError, ruleOf } from "../values/parse-argument.ts";

const texts = explorerTexts.contract;

export interface ArgumentInputProps {
  readonly parameter: AbiParameter;
  /** Where it stands in the arguments, such as `order.maxPay`. */
  readonly path: string;
  readonly value: ArgumentJson;
  readonly error: ArgumentInvalidError | undefined;
  readonly onChange: (value: ArgumentJson) => void;
}

/** A field for each leaf of an argument; the fields of a struct stand together. */
export function ArgumentInput({ parameter, path, value, error, onChange }: ArgumentInputProps) {
  const label = parameter.name || path;
  const own = error?.path === path ? explorerTexts.argument.wrong(error.rule) : undefined;
  if (!elementOf(parameter) && "components" in parameter) {
    const members = Array.isArray(value) ? (value as readonly ArgumentJson[]) : [];
    return (
      <fieldset className="rounded-md border border-line bg-surface px-3 pt-1 pb-3">
        <legend className="px-1 text-sm font-medium">{label}</legend>
        <div className="grid gap-3 sm:grid-cols-2">
          {parameter.components.map((component, index) => (
            <ArgumentInput
              // biome-ignore lint/suspicious/noArrayIndexKey: members keep their order.
              key={index}
              parameter={component}
              path={`${path}.${component.name ?? index}`}
              value={members[index] ?? ""}
              error={error}
              onChange={(member) =>
                onChange(parameter.components.map((_, at) => (at === index ? member : (members[at] ?? ""))))
              }
            />
          ))}
        </div>
      </fieldset>
    );
  }
  if (parameter.type === "bool") {
    return (
      <SelectField
        label={label}
        aside="bool"
        value={String(value)}
        options={[
          { value: "false", label: texts.false },
          { value: "true", label: texts.true },
        ]}
        onValueChange={onChange}
      />
    );
  }
  const field = {
    label,
    aside: parameter.type,
    error: own,
    value: typeof value === "string" ? value : JSON.stringify(value),
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
    isMono: true,
  };
  if (elementOf(parameter)) return <TextAreaField {...field} hint={texts.items} />;
  return <TextField {...field} placeholder={ruleOf(parameter.type)} />;
}
