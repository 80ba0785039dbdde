import { type Deployment, receiptsAbi } from "@computehive/protocol/contracts";
import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import type { Receipt } from "@computehive/protocol/receipt";
import type { AbiParameter } from "viem";

const verifyFunction = receiptsAbi.find((item) => item.type === "function" && item.name === "verify") as Extract<
  (typeof receiptsAbi)[number],
  { name: "verify" }
>;

/** The arguments of `Receipts.verify` as explorers and cast take them, in order. */
export function verifyArguments({
  receipt,
  order,
  terms,
}: {
  receipt: Receipt;
  order: JobOrder;
  terms: JobTerms;
}): [string, string, string] {
  const [first, second, third] = verifyFunction.inputs;
  return [tupleText(first, receipt), tupleText(second, order), tupleText(third, terms)];
}

/** A line for a shell that asks the chain, without any software of ours, whether it holds this receipt. */
export function castCallLine(
  { contracts }: Pick<Deployment, "contracts">,
  checked: { receipt: Receipt; order: JobOrder; terms: JobTerms },
  { rpcUrl }: { rpcUrl: string },
): string {
  const inputs = verifyFunction.inputs.map(typeText).join(",");
  const outputs = verifyFunction.outputs.map(typeText).join(",");
  const values = verifyArguments(checked).map(quoted).join(" ");
  return `cast call ${contracts.receipts} ${quoted(`verify(${inputs})(${outputs})`)} ${values} --rpc-url ${quoted(rpcUrl)}`;
}

function typeText(parameter: AbiParameter): string {
  return "components" in parameter ? `(${parameter.components.map(typeText).join(",")})` : parameter.type;
}

function tupleText(parameter: AbiParameter, value: unknown): string {
  if (!("components" in parameter)) return String(value);
  const members = value as Readonly<Record<string, unknown>>;
  return `(${parameter.components.map((component) => tupleText(component, members[component.name ?? ""])).join(",")})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
