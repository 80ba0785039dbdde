import { type Address, encodeAbiParameters, type Hex, keccak256, zeroAddress, zeroHash } from "viem";
import { fundingFields } from "./generated/typed-data.ts";

/** Permit2's address, the same on every chain that has it. */
export const PERMIT2_ADDRESS = "0x000000000022D473030F116dDEE9F6B43aC78BA3" as const satisfies Address;

/** Who may take money from a wallet into its own account, and what for. */
export interface Funding {
  /** The contract that calls the escrow; zero for a plain deposit. */
  readonly operator: Address;
  /** Such as a job's id; zero for a plain deposit. */
  readonly intent: Hex;
}

export const PLAIN_DEPOSIT: Funding = { operator: zeroAddress, intent: zeroHash };

export interface Permit2Transfer {
  readonly chainId: number;
  readonly escrow: Address;
  readonly token: Address;
  readonly amount: bigint;
  /** Of Permit2: any number that was not used. */
  readonly nonce: bigint;
  /** Last second (Unix) in which it may be carried. */
  readonly deadline: bigint;
  readonly funding: Funding;
}

const TOKEN_PERMISSIONS = [
  { name: "token", type: "address" },
  { name: "amount", type: "uint256" },
] as const;

const WITNESS_TRANSFER = [
  { name: "permitted", type: "TokenPermissions" },
  { name: "spender", type: "address" },
  { name: "nonce", type: "uint256" },
  { name: "deadline", type: "uint256" },
  { name: "witness", type: "Funding" },
] as const;

/** The nonce of an EIP-3009 authorization to the escrow: it binds who may use it, and what for. Of a plain deposit, `intent` is its salt. */
export function authorizationNonceOf({ operator, intent }: Funding): Hex {
  return keccak256(encodeAbiParameters([{ type: "address" }, { type: "bytes32" }], [operator, intent]));
}

/** What a wallet signs for `depositWithPermit2` and `pullWithPermit2`. */
export function permit2TypedData({ chainId, escrow, token, amount, nonce, deadline, funding }: Permit2Transfer) {
  return {
    domain: { name: "Permit2", chainId, verifyingContract: PERMIT2_ADDRESS },
    types: {
      PermitWitnessTransferFrom: WITNESS_TRANSFER,
      TokenPermissions: TOKEN_PERMISSIONS,
      Funding: fundingFields,
    },
    primaryType: "PermitWitnessTransferFrom",
    message: { permitted: { token, amount }, spender: escrow, nonce, deadline, witness: { ...funding } },
  } as const;
}

export interface TokenAuthorization {
  /** The token's own EIP-712 domain (EIP-5267). */
  readonly token: {
    readonly name: string;
    readonly version: string;
    readonly chainId: number;
    readonly address: Address;
  };
  readonly from: Address;
  readonly escrow: Address;
  readonly amount: bigint;
  /** First second (Unix) that is too late. */
  readonly validBefore: bigint;
  readonly funding: Funding;
}

const RECEIVE_WITH_AUTHORIZATION = [
  { name: "from", type: "address" },
  { name: "to", type: "address" },
  { name: "value", type: "uint256" },
  { name: "validAfter", type: "uint256" },
  { name: "validBefore", type: "uint256" },
  { name: "nonce", type: "bytes32" },
] as const;

/** What a wallet signs for `depositWithAuthorization` and `pullWithAuthorization` (EIP-3009). */
export function authorizationTypedData({ token, from, escrow, amount, validBefore, funding }: TokenAuthorization) {
  const { name, version, chainId, address } = token;
  const nonce = authorizationNonceOf(funding);
  return {
    domain: { name, version, chainId, verifyingContract: address },
    types: { ReceiveWithAuthorization: RECEIVE_WITH_AUTHORIZATION },
    primaryType: "ReceiveWithAuthorization",
    message: { from, to: escrow, value: amount, validAfter: 0n, validBefore, nonce },
  } as const;
}
