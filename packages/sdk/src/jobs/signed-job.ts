import {
  cancelJobTypedData,
  type DisputeStatement,
  disputeExecutionTypedData,
} from "@computehive/protocol/job-statement";
import { executionIdOf, jobIdOf, jobOrderTypedData, termsHashOf } from "@computehive/protocol/order";
import { FUNDINGS } from "@computehive/protocol/order-choices";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import { tokenAbi } from "@computehive/protocol/token-abi";
import { authorizationTypedData, permit2TypedData } from "@computehive/protocol/wallet-funding";
import type { Address, Hex, PublicClient } from "viem";
import { accountOf, type HiveClient } from "../hive-client.ts";
import type { TokenCapabilities } from "../token-capabilities.ts";
import { type WriteOptions, type Written, write } from "../write.ts";
import type { JobOffering } from "./job-actions.ts";
import { jobRequests, type SignedWork } from "./job-requests.ts";
import type { AttemptView } from "./job-view.ts";

type Execution = AttemptView["execution"];

/**
 * What a wallet signs so that a node may take this order without a posting: the order itself where the account pays, else the one
 * transfer from the wallet, which is bound to this order and to the market. One signature, no transaction.
 *
 * @param tokenDomain where it is known; else the token is asked.
 */
export async function orderToSign(client: HiveClient, { order, terms }: JobOffering, tokenDomain?: TokenDomain) {
  const { deployment, publicClient, marketDomain } = client;
  const { escrow, market, token } = deployment.contracts;
  const { chainId } = deployment;
  const source = FUNDINGS[order.funding];
  if (source === "account") return jobOrderTypedData(marketDomain, order, terms);
  const intent = jobIdOf(marketDomain, order, terms);
  const amount = order.maxPay + order.bond;
  const funding = { operator: market, intent };
  if (source === "permit2") {
    // Permit2 takes the deadline's second still, a claim does not.
    const deadline = BigInt(order.claimBefore) - 1n;
    return permit2TypedData({ chainId, escrow, token, amount, nonce: BigInt(intent), deadline, funding });
  }
  const { name, version } = tokenDomain ?? (await readTokenDomain(publicClient, token));
  return authorizationTypedData({
    token: { name, version, chainId, address: token },
    from: order.buyer,
    escrow,
    amount,
    validBefore: BigInt(order.claimBefore),
    funding,
  });
}

type TokenDomain = NonNullable<TokenCapabilities["domain"]>;

async function readTokenDomain(publicClient: PublicClient, token: Address): Promise<TokenDomain> {
  const [, name, version] = await publicClient.readContract({
    address: token,
    abi: tokenAbi,
    functionName: "eip712Domain",
  });
  return { name, version };
}

/** Asks the client's account for that signature. */
export async function signOrder(client: HiveClient, offering: JobOffering): Promise<SignedClaim> {
  const { walletClient } = client;
  const account = accountOf(client);
  const signature = await walletClient!.signTypedData({ account, ...(await orderToSign(client, offering)) } as never);
  return { ...offering, signature };
}

/** The calling node takes a signed order, and funds it by its buyer's signature. */
export async function claimSignedJob(
  client: HiveClient,
  claim: SignedClaim,
  options?: WriteOptions,
): Promise<Written & { jobId: Hex; executionId: Hex }> {
  const jobId = jobIdOf(client.marketDomain, claim.order, claim.terms);
  const written = await write(client, jobRequests.claimSigned(client.deployment, claim), options);
  return { ...written, jobId, executionId: executionIdOf(jobId, 0) };
}

/** The account's cancellation, for somebody else to carry. */
export function signCancellation(client: HiveClient, jobId: Hex): Promise<Hex> {
  const account = accountOf(client);
  return client.walletClient!.signTypedData({ account, ...cancelJobTypedData(client.marketDomain, jobId) });
}

/** Carries a buyer's cancellation. */
export function cancelJobFor(
  client: HiveClient,
  { order, terms, signature }: JobOffering & { signature: Hex },
  options?: WriteOptions,
): Promise<Written> {
  const closing = { order, termsHash: termsHashOf(terms), signature };
  return write(client, jobRequests.cancelFor(client.deployment, closing), options);
}

/** The account's dispute, for somebody else to carry. */
export function signDispute(client: HiveClient, statement: DisputeStatement): Promise<Hex> {
  const account = accountOf(client);
  return client.walletClient!.signTypedData({
    account,
    ...disputeExecutionTypedData(client.marketDomain, statement),
  });
}

/** Carries a buyer's dispute. */
export function disputeJobFor(
  client: HiveClient,
  disputing: JobOffering & { execution: Execution; complaint: "wrong" | "not-delivered"; signature: Hex },
  options?: WriteOptions,
): Promise<Written> {
  const { order, terms, execution, complaint, signature } = disputing;
  const ending = { order, termsHash: termsHashOf(terms), execution, complaint, signature };
  return write(client, jobRequests.disputeFor(client.deployment, ending), options);
}

/** Shows two receipts that a node signed for one execution: the buyer gets everything back, the node's exposure burns. */
export function proveEquivocation(
  client: HiveClient,
  proving: JobOffering & { execution: Execution; one: SignedWork; other: SignedWork },
  options?: WriteOptions,
): Promise<Written> {
  const { order, terms, execution, one, other } = proving;
  const ending = { order, termsHash: termsHashOf(terms), execution, one, other };
  return write(client, jobRequests.proveEquivocation(client.deployment, ending), options);
}
