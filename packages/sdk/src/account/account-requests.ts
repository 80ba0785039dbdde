import type { Withdrawal } from "@computehive/protocol/account-statement";
import { type Deployment, escrowAbi } from "@computehive/protocol/contracts";
import { tokenAbi } from "@computehive/protocol/token-abi";
import { PERMIT2_ADDRESS } from "@computehive/protocol/wallet-funding";
import type { Address, Hex } from "viem";
import { type ContractRequest, contractRequest } from "../contract-request.ts";

type Target = Pick<Deployment, "contracts">;

export interface Permit {
  readonly deadline: bigint;
  readonly v: number;
  readonly r: Hex;
  readonly s: Hex;
}

/** Every call of a buyer's or provider's account, unsent. Amounts in the token's smallest unit. */
export const accountRequests = {
  approve: ({ contracts }: Target, { amount }: { amount: bigint }): ContractRequest =>
    contractRequest({
      address: contracts.token,
      abi: tokenAbi,
      functionName: "approve",
      args: [contracts.escrow, amount],
    }),
  approvePermit2: ({ contracts }: Target, { amount }: { amount: bigint }): ContractRequest =>
    contractRequest({
      address: contracts.token,
      abi: tokenAbi,
      functionName: "approve",
      args: [PERMIT2_ADDRESS, amount],
    }),
  deposit: ({ contracts }: Target, { owner, amount }: { owner: Address; amount: bigint }): ContractRequest =>
    contractRequest({
      address: contracts.escrow,
      abi: escrowAbi,
      functionName: "deposit",
      args: [owner, contracts.token, amount],
    }),
  depositWithPermit: (
    { contracts }: Target,
    { amount, permit }: { amount: bigint; permit: Permit },
  ): ContractRequest => {
    const { deadline, v, r, s } = permit;
    const args = [contracts.token, amount, deadline, v, r, s] as const;
    return contractRequest({ address: contracts.escrow, abi: escrowAbi, functionName: "depositWithPermit", args });
  },
  withdraw: ({ contracts }: Target, { amount, to }: { amount: bigint; to: Address }): ContractRequest =>
    contractRequest({
      address: contracts.escrow,
      abi: escrowAbi,
      functionName: "withdraw",
      args: [contracts.token, amount, to],
    }),
  withdrawFor: (
    { contracts }: Target,
    { withdrawal, signature }: { withdrawal: Withdrawal; signature: Hex },
  ): ContractRequest => {
    const args = [withdrawal, signature] as const;
    return contractRequest({ address: contracts.escrow, abi: escrowAbi, functionName: "withdrawFor", args });
  },
  setOperator: (
    { contracts }: Target,
    { operator, cap, expiry }: { operator: Address; cap: bigint; expiry: number },
  ): ContractRequest => {
    const args = [operator, contracts.token, cap, expiry] as const;
    return contractRequest({ address: contracts.escrow, abi: escrowAbi, functionName: "setOperator", args });
  },
  raiseEpoch: ({ contracts }: Target): ContractRequest =>
    contractRequest({ address: contracts.escrow, abi: escrowAbi, functionName: "raiseEpoch", args: [contracts.token] }),
} as const;
