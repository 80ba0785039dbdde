import { receiptsAbi } from "@computehive/protocol/contracts";
import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import type { Receipt } from "@computehive/protocol/receipt";
import type { AbiParameter } from "viem";
import type { ArgumentJson } from "../../lib/chain/read-contract-link.ts";

const verify = receiptsAbi.find((item) => item.type === "function" && item.name === "verify") as Extract<
  (typeof receiptsAbi)[number],
  { name: "verify" }
>;

export interface ContractArgument {
  readonly name: string;
  /** As a block explorer's form wants a tuple: a JSON list with all numbers as strings. */
  readonly text: string;
  readonly json: ArgumentJson;
}

/** The call of `Receipts.verify` that answers for a receipt. */
export interface ContractCall {
  readonly functionName: "verify";
  /** `verify(receipt, order, terms)`. */
  readonly signature: string;
  readonly args: readonly ContractArgument[];
}

export function verifyCall(checked: { receipt: Receipt; order: JobOrder; terms: JobTerms }): ContractCall {
  const values = [checked.receipt, checked.order, checked.terms];
  const args = verify.inputs.map((input, index): ContractArgument => {
    const json = argumentOf(input, values[index]);
    return { name: input.name, json, text: JSON.stringify(json) };
  });
  return { functionName: "verify", signature: `verify(${verify.inputs.map(({ name }) => name).join(", ")})`, args };
}

function argumentOf(parameter: AbiParameter, value: unknown): ArgumentJson {
  if (!("components" in parameter)) return typeof value === "boolean" ? value : String(value);
  const members = value as Readonly<Record<string, unknown>>;
  return parameter.components.map((component) => argumentOf(component, members[component.name ?? ""]));
}
