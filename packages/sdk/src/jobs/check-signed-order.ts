import { type ContractError, contractErrorOf, explainContractError } from "@computehive/protocol/contract-errors";
import { type Deployment, jobMarketAbi } from "@computehive/protocol/contracts";
import { jobIdOf } from "@computehive/protocol/order";
import { FUNDINGS } from "@computehive/protocol/order-choices";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import { bytesToHex, type Hex, isAddressEqual, type PublicClient, recoverTypedDataAddress } from "viem";
import { isContractRefusal } from "../contract-refusal.ts";
import { createHiveClient } from "../hive-client.ts";
import { readTokenCapabilities, type TokenCapabilities } from "../token-capabilities.ts";
import { coverFault, walletFault } from "./order-cover.ts";
import { orderRuleFault, type SignedOrderFault } from "./order-rules.ts";
import { orderToSign } from "./signed-job.ts";

export type { SignedOrderFault } from "./order-rules.ts";

export interface CheckOptions {
  /** What other orders of the same buyer will move from the same place, so that the money must do for all of them. */
  readonly besides?: bigint;
}

/** Says why no node could claim a signed order now; nothing where one could. */
export type OrderCheck = (claim: SignedClaim, options?: CheckOptions) => Promise<SignedOrderFault | undefined>;

/** A buyer that is a contract may do anything when it is asked for its signature; so much of it is waited for. */
const CLAIM_GAS = 3_000_000n;
/** The money has moved when the market asks who claims: a stranger who gets so far has shown that a node could. */
const ABOUT_THE_CLAIMER = new Set(["Market_PolicyRefused", "Staking_NodeUnknown"]);

/**
 * Asks in the order of cost: rules and the signature of a key without the chain, everything else by one call of `claimSigned` from an
 * address that is nobody's. What the token can do is asked once.
 */
export function createOrderCheck(publicClient: PublicClient, deployment: Deployment): OrderCheck {
  const client = createHiveClient({ deployment, publicClient });
  let capabilities: Promise<TokenCapabilities> | undefined;
  const capabilitiesOf = () => {
    capabilities ??= readTokenCapabilities(publicClient, deployment.contracts.token).catch((error: unknown) => {
      capabilities = undefined;
      throw error;
    });
    return capabilities;
  };

  return async (claim, { besides = 0n } = {}) => {
    const broken = ruleFault(deployment, claim);
    if (broken) return broken;
    const isFromWallet = FUNDINGS[claim.order.funding] !== "account";
    const token = isFromWallet ? await capabilitiesOf() : undefined;
    if (token && !canPay(token, claim)) return FUNDING_FAULT;
    const typedData = await orderToSign(client, claim, token?.domain);
    if (!(await mayBeSigned(publicClient, claim, typedData))) return SIGNATURE_FAULT;
    return (await claimFault(publicClient, deployment, claim)) ?? coverFault(publicClient, deployment, claim, besides);
  };
}

function ruleFault({ contracts, parameters }: Deployment, { order, terms }: SignedClaim): SignedOrderFault | undefined {
  const { token } = contracts;
  if (!isAddressEqual(order.token, token)) return { field: "order.token", rule: `the market's token, ${token}` };
  return orderRuleFault(order, terms, parameters);
}

function canPay({ authorization, permit2 }: TokenCapabilities, { order }: SignedClaim): boolean {
  return FUNDINGS[order.funding] === "authorization" ? authorization : permit2;
}

const FUNDING_FAULT: SignedOrderFault = {
  field: "order.funding",
  rule: "a payment by signature that this token knows",
};

const SIGNATURE_FAULT: SignedOrderFault = {
  field: "signature",
  rule: "the buyer's signature of exactly this order, by its funding",
};

/** A key's signature is checked here; an account with code is asked by the claim. */
async function mayBeSigned(
  publicClient: PublicClient,
  { order, signature }: SignedClaim,
  typedData: Awaited<ReturnType<typeof orderToSign>>,
): Promise<boolean> {
  try {
    if (isAddressEqual(await recoverTypedDataAddress({ ...typedData, signature } as never), order.buyer)) return true;
  } catch {
    // In no form that a key signs.
  }
  return (await publicClient.getCode({ address: order.buyer })) !== undefined;
}

/** What the market answers to a node that claims this order now, but for what it answers of the node. */
async function claimFault(
  publicClient: PublicClient,
  deployment: Deployment,
  claim: SignedClaim,
): Promise<SignedOrderFault | undefined> {
  const { order, terms, signature } = claim;
  try {
    await publicClient.simulateContract({
      address: deployment.contracts.market,
      abi: jobMarketAbi,
      functionName: "claimSigned",
      args: [order, terms, signature],
      account: bytesToHex(crypto.getRandomValues(new Uint8Array(20))),
      gas: CLAIM_GAS,
    });
    return undefined;
  } catch (cause) {
    if (!isContractRefusal(cause)) throw cause;
    const error = contractErrorOf(cause);
    if (error && ABOUT_THE_CLAIMER.has(error.name)) return undefined;
    return faultOf({ error, sentence: explainContractError(cause) }, { publicClient, deployment, claim });
  }
}

/** Where to look, by what the market answered. */
const FIELDS: Readonly<Record<string, SignedOrderFault | ((args: readonly unknown[]) => SignedOrderFault)>> = {
  Market_WrongState: {
    field: "order.salt",
    rule: "an order that was neither claimed, posted nor cancelled before",
  },
  Market_ClaimTooLate: { field: "order.claimBefore", rule: "in the chain's future" },
  Market_BuyerSignatureInvalid: SIGNATURE_FAULT,
  Escrow_EpochOutdated: ([, , current]) => ({ field: "order.epoch", rule: `the account's epoch, ${current}` }),
  Escrow_BalanceTooLow: ([, , free]) => ({
    field: "order.maxPay",
    rule: `covered by the account, which holds ${free}`,
    isMoney: true,
  }),
  Escrow_OperatorCapExceeded: ([, , cap]) => ({
    field: "order.buyer",
    rule: `an account that lets the market draw this sum, and not only ${cap}`,
    isMoney: true,
  }),
  Escrow_OperatorExpired: { field: "order.buyer", rule: "an account that lets the market draw now", isMoney: true },
};

async function faultOf(
  { error, sentence }: { error: ContractError | undefined; sentence: string | undefined },
  { publicClient, deployment, claim }: { publicClient: PublicClient; deployment: Deployment; claim: SignedClaim },
): Promise<SignedOrderFault> {
  const known = error && FIELDS[error.name];
  if (known) return typeof known === "function" ? known(error.args) : known;
  // The escrow says no more than that the wallet's money did not come.
  if (error?.name === "Escrow_TransferFailed") {
    const domain = { chainId: deployment.chainId, address: deployment.contracts.market };
    const jobId: Hex = jobIdOf(domain, claim.order, claim.terms);
    return (await walletFault(publicClient, deployment, claim, jobId)) ?? SIGNATURE_FAULT;
  }
  return { field: "order", rule: sentence ?? "one that the market takes" };
}
