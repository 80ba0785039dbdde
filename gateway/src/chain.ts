import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import type { CheckOptions, SignedOrderFault } from "@computehive/sdk/jobs/check-signed-order";
import type { Address, Hex } from "viem";
import { GatewayError } from "./gateway-error.ts";

/** What the gateway asks of the chain. Every method may throw ChainUnavailableError. */
export interface Chain {
  /** The claim that began an execution, as the newest blocks have it. */
  findClaim(executionId: Hex): Promise<Claim | undefined>;
  /** Hash of the block of that number in the chain as it is now. */
  blockHashAt(blockNumber: bigint): Promise<Hex | undefined>;
  /** The provider of a registered node; undefined for one that is unknown or retired. */
  providerOf(node: Address): Promise<Address | undefined>;
  findOrder(jobId: Hex): Promise<PostedOrder | undefined>;
  /** Why no node could claim this signed order now; nothing where one could. With `besides`, the money must do for so much more. */
  whyNotClaimable(claim: SignedClaim, options?: CheckOptions): Promise<SignedOrderFault | undefined>;
  /** Those of the jobs that the market has heard of: claimed, posted or cancelled. At most 256 in one question. */
  knownJobs(jobIds: readonly Hex[]): Promise<ReadonlySet<Hex>>;
  /** Whether the contract at `account` takes the signature for its own (EIP-1271); false where there is no contract. */
  isContractSignature(question: ContractSignature): Promise<boolean>;
  /** Number of the newest block; also says whether this is the chain of the deployment. */
  headNumber(): Promise<bigint>;
}

export interface ContractSignature {
  readonly account: Address;
  /** Signed as EIP-191 text. */
  readonly message: string;
  readonly signature: Hex;
}

/** A node took a job. The block says in which version of the chain that is so. */
export interface Claim {
  readonly executionId: Hex;
  readonly jobId: Hex;
  readonly node: Address;
  readonly provider: Address;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
}

export interface PostedOrder {
  readonly order: JobOrder;
  readonly terms: JobTerms;
}

/** The RPC does not answer, or answers for another chain. Whoever writes keeps what it has and tries again. */
export class ChainUnavailableError extends GatewayError {
  override readonly name = "ChainUnavailableError";
  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super("The gateway cannot ask the chain at the moment, so it cannot tell who may write.", {
      code: "chain-unavailable",
      metaMessages: [`Reason: ${reason}.`],
      hint: "Nothing was stored. Keep what you have and try again.",
      retryAfterSeconds: 5,
      cause,
    });
  }
}
