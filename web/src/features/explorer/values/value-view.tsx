import { shortNameText } from "@computehive/protocol/error-sentences/short-name-text";
import type { AbiParameter, Hex } from "viem";
import { Address } from "../../../components/address.tsx";
import { Hash } from "../../../components/hash.tsx";
import { groupDigits } from "../../../components/number-text.ts";
import { elementOf } from "./element-of.ts";
import { partOf } from "./part-of.ts";

/** One value of an ABI type: numbers apart, addresses and hashes with links and copy buttons, tuples as lists. */
export function ValueView({ parameter, value }: { parameter: AbiParameter; value: unknown }) {
  const { type } = parameter;
  if (value === undefined || value === null) return <span className="text-muted">not given</span>;
  const element = elementOf(parameter);
  if (element) return <ListView parameter={element} values={value as readonly unknown[]} />;
  if ("components" in parameter) return <ArgumentsView parameters={parameter.components} values={value} />;
  if (type === "address") return <Address value={String(value)} />;
  if (type === "bool") return <span>{String(value)}</span>;
  if (type === "bytes32") return <Bytes32View value={String(value) as Hex} name={parameter.name ?? "value"} />;
  if (type.startsWith("bytes")) return <BytesView value={String(value)} />;
  if (/^u?int/.test(type)) return <span title={type}>{groupDigits(String(value), 0).text}</span>;
  return <span className="break-words">{String(value)}</span>;
}

/** Named values below each other; `values` by position or by name. */
export function ArgumentsView({ parameters, values }: { parameters: readonly AbiParameter[]; values: unknown }) {
  if (parameters.length === 0) return <span className="text-muted">nothing</span>;
  return (
    <dl className="divide-y divide-line">
      {parameters.map((parameter, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: parameters keep their order, and may have no name.
          key={index}
          className="grid gap-x-4 gap-y-0.5 py-1.5 text-sm sm:grid-cols-[minmax(8rem,11rem)_1fr]"
        >
          <dt className="min-w-0 break-words text-muted">
            {parameter.name || `${index}`} <span className="text-xs">{shortType(parameter.type)}</span>
          </dt>
          <dd className="min-w-0 break-words">
            <ValueView parameter={parameter} value={partOf(values, index, parameter.name)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ListView({ parameter, values }: { parameter: AbiParameter; values: readonly unknown[] }) {
  if (values.length === 0) return <span className="text-muted">empty list</span>;
  return (
    <ol className="flex flex-col gap-1">
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries of a list have no other name.
        <li key={index}>
          <ValueView parameter={parameter} value={value} />
        </li>
      ))}
    </ol>
  );
}

/** Short names are written as text in 32 bytes: resource classes, regions. */
function Bytes32View({ value, name }: { value: Hex; name: string }) {
  const text = /class|region/i.test(name) ? shortNameText(value) : "";
  if (/^[\x21-\x7e]+$/.test(text)) return <span className="font-mono text-sm">{text}</span>;
  return <Hash value={value} what={name} />;
}

const SHOWN_BYTES = 66;

function BytesView({ value }: { value: string }) {
  if (value.length <= SHOWN_BYTES) return <span className="font-mono text-sm break-all">{value}</span>;
  return <Hash value={value} what="bytes" />;
}

function shortType(type: string): string {
  return type.startsWith("tuple") ? type.replace("tuple", "struct") : type;
}
