import type { Deployment } from "@computehive/protocol/contracts";
import {
  type AbiParameter,
  type Address,
  decodeEventLog,
  decodeFunctionData,
  type Hex,
  toFunctionSelector,
} from "viem";
import { abiOf } from "./abis.ts";
import { contractAt, type KnownContract } from "./known-contracts.ts";

/** A call or an event of one of our contracts, with what each value is. */
export interface Decoded {
  readonly contract: KnownContract;
  readonly name: string;
  readonly parameters: readonly AbiParameter[];
  readonly values: readonly unknown[];
}

/** The call in a transaction's input; nothing for other contracts and for input that no function takes. */
export function decodeCall(deployment: Deployment, to: Address | null, input: Hex): Decoded | undefined {
  const contract = contractAt(deployment, to);
  if (!contract || input.length < 10) return undefined;
  const abi = abiOf(contract);
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi, data: input });
    const selector = input.slice(0, 10);
    const item = abi.find((one) => one.type === "function" && toFunctionSelector(one) === selector);
    return {
      contract,
      name: functionName,
      parameters: item?.type === "function" ? item.inputs : [],
      values: args,
    };
  } catch {
    return undefined;
  }
}

export interface RawLog {
  readonly address: Address;
  readonly data: Hex;
  readonly topics: readonly Hex[];
}

/** The event in a log; nothing for other contracts. */
export function decodeLog(deployment: Deployment, { address, data, topics }: RawLog): Decoded | undefined {
  const contract = contractAt(deployment, address);
  if (!contract) return undefined;
  try {
    const { eventName, args } = decodeEventLog({ abi: abiOf(contract), data, topics: topics as [Hex, ...Hex[]] });
    return ofEvent(contract, String(eventName), (args ?? {}) as unknown as Readonly<Record<string, unknown>>);
  } catch {
    return undefined;
  }
}

/** An event as the indexer tells it: values by their names. */
export function ofEvent(contract: KnownContract, name: string, args: Readonly<Record<string, unknown>>): Decoded {
  const item = abiOf(contract).find((one) => one.type === "event" && one.name === name);
  const parameters = item?.type === "event" ? item.inputs : [];
  return { contract, name, parameters, values: parameters.map(({ name: field = "" }) => args[field]) };
}
