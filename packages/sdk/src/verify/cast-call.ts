import type { Channel } from "@computehive/protocol/channel";
import { type Deployment, receiptsAbi } from "@computehive/protocol/contracts";
import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import type { Receipt } from "@computehive/protocol/receipt";
import type { AbiParameter, Hex } from "viem";

const verifyFunction = functionOf("verify");
const verifyChannelFunction = functionOf("verifyChannel");

/** What shows that a channel's signer accepted a receipt; see `IReceipts.VoucherProof`. */
export interface VoucherProof {
  readonly cumulativeAfter: bigint;
  readonly siblings: readonly Hex[];
  readonly cumulative: bigint;
  readonly receiptsRoot: Hex;
  readonly signature: Hex;
}

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
  return castLine(contracts.receipts, verifyFunction, verifyArguments(checked), rpcUrl);
}

/** The same for a channel's receipt: whether money that was redeemed covers it. */
export function channelCastCallLine(
  { contracts }: Pick<Deployment, "contracts">,
  { receipt, channel, proof }: { receipt: Receipt; channel: Channel; proof: VoucherProof },
  { rpcUrl }: { rpcUrl: string },
): string {
  const [first, second, third] = verifyChannelFunction.inputs;
  const values = [tupleText(first, receipt), tupleText(second, channel), tupleText(third, proof)];
  return castLine(contracts.receipts, verifyChannelFunction, values, rpcUrl);
}

function functionOf<name extends "verify" | "verifyChannel">(name: name) {
  return receiptsAbi.find((item) => item.type === "function" && item.name === name) as Extract<
    (typeof receiptsAbi)[number],
    { name: name }
  >;
}

function castLine(
  contract: string,
  { name, inputs, outputs }: { name: string; inputs: readonly AbiParameter[]; outputs: readonly AbiParameter[] },
  values: readonly string[],
  rpcUrl: string,
): string {
  const signature = `${name}(${inputs.map(typeText).join(",")})(${outputs.map(typeText).join(",")})`;
  return `cast call ${contract} ${quoted(signature)} ${values.map(quoted).join(" ")} --rpc-url ${quoted(rpcUrl)}`;
}

function typeText(parameter: AbiParameter): string {
  return "components" in parameter ? `(${parameter.components.map(typeText).join(",")})` : parameter.type;
}

function tupleText(parameter: AbiParameter, value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(String).join(",")}]`;
  if (!("components" in parameter)) return String(value);
  const members = value as Readonly<Record<string, unknown>>;
  return `(${parameter.components.map((component) => tupleText(component, members[component.name ?? ""])).join(",")})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
