import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  encodeFunctionData,
  type Hex,
} from "viem";

/** One call of a contract, before anybody sends it: what viem's actions take, and what an agent's own sender encodes. */
export interface ContractRequest {
  readonly address: Address;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args: readonly unknown[];
}

type Writing = "nonpayable" | "payable";

/** Builds a request with the arguments checked against the ABI. */
export function contractRequest<const abi extends Abi, name extends ContractFunctionName<abi, Writing>>(call: {
  address: Address;
  abi: abi;
  functionName: name;
  args: ContractFunctionArgs<abi, Writing, name>;
}): ContractRequest {
  return {
    address: call.address,
    abi: call.abi,
    functionName: call.functionName,
    args: call.args as readonly unknown[],
  };
}

/** The transaction's target and calldata. */
export function encodeRequest({ address, abi, functionName, args }: ContractRequest): { to: Address; data: Hex } {
  return { to: address, data: encodeFunctionData({ abi, functionName, args }) };
}
