import { type Abi, BaseError, decodeErrorResult, type Hex, InsufficientFundsError, isHex } from "viem";
import { agenticCommerceSentences, windowEvaluatorSentences } from "./error-sentences/agentic-commerce.ts";
import { arbiterSentences } from "./error-sentences/arbiter.ts";
import { attestationSentences } from "./error-sentences/attestations.ts";
import { batchSettlementSentences } from "./error-sentences/batch-settlement.ts";
import { erc721Sentences } from "./error-sentences/erc721.ts";
import { escrowSentences } from "./error-sentences/escrow.ts";
import { factorySentences } from "./error-sentences/factory.ts";
import { jurySentences } from "./error-sentences/jury.ts";
import { marketSentences } from "./error-sentences/market.ts";
import { nodeIdentitySentences, nodeReputationSentences } from "./error-sentences/node-agents.ts";
import { offerSentences } from "./error-sentences/offers.ts";
import { randomnessSentences } from "./error-sentences/randomness.ts";
import { receiptTokenSentences } from "./error-sentences/receipt-token.ts";
import { replicaArbiterSentences } from "./error-sentences/replica-arbiter.ts";
import { replicaSentences } from "./error-sentences/replicas.ts";
import type { Saying } from "./error-sentences/sentence.ts";
import { stakingSentences } from "./error-sentences/staking.ts";
import { tokenSentences } from "./error-sentences/token.ts";
import { agenticCommerceAbi } from "./generated/agentic-commerce-abi.ts";
import { arbiterAbi } from "./generated/arbiter-abi.ts";
import { attestationsAbi } from "./generated/attestations-abi.ts";
import { attesterPoliciesAbi } from "./generated/attester-policies-abi.ts";
import { attesterPolicyAbi } from "./generated/attester-policy-abi.ts";
import { batchSettlementAbi } from "./generated/batch-settlement-abi.ts";
import { commitRevealRandomnessAbi } from "./generated/commit-reveal-randomness-abi.ts";
import { create3FactoryAbi } from "./generated/create3-factory-abi.ts";
import { escrowAbi } from "./generated/escrow-abi.ts";
import { headerRandomnessAbi } from "./generated/header-randomness-abi.ts";
import { jobMarketAbi } from "./generated/job-market-abi.ts";
import { juryAbi } from "./generated/jury-abi.ts";
import { nodeIdentitiesAbi } from "./generated/node-identities-abi.ts";
import { nodeReputationAbi } from "./generated/node-reputation-abi.ts";
import { offerBookAbi } from "./generated/offer-book-abi.ts";
import { receiptTokenAbi } from "./generated/receipt-token-abi.ts";
import { receiptsAbi } from "./generated/receipts-abi.ts";
import { replicaArbiterAbi } from "./generated/replica-arbiter-abi.ts";
import { replicaMarketAbi } from "./generated/replica-market-abi.ts";
import { stakingAbi } from "./generated/staking-abi.ts";
import { testDollarAbi } from "./generated/test-dollar-abi.ts";
import { windowEvaluatorAbi } from "./generated/window-evaluator-abi.ts";

/** Errors pass through contracts, so every one of them can come out of every call. */
const ERRORS: Abi = [
  ...escrowAbi,
  ...stakingAbi,
  ...jobMarketAbi,
  ...offerBookAbi,
  ...receiptsAbi,
  ...receiptTokenAbi,
  ...attestationsAbi,
  ...attesterPoliciesAbi,
  ...attesterPolicyAbi,
  ...arbiterAbi,
  ...replicaMarketAbi,
  ...replicaArbiterAbi,
  ...juryAbi,
  ...headerRandomnessAbi,
  ...commitRevealRandomnessAbi,
  ...create3FactoryAbi,
  ...nodeIdentitiesAbi,
  ...nodeReputationAbi,
  ...agenticCommerceAbi,
  ...windowEvaluatorAbi,
  ...batchSettlementAbi,
  ...testDollarAbi,
].filter(({ type }) => type === "error");

type Sentence = (args: readonly unknown[], say: Saying) => string;

const TYPED_SENTENCES = {
  ...escrowSentences,
  ...stakingSentences,
  ...marketSentences,
  ...offerSentences,
  ...receiptTokenSentences,
  ...attestationSentences,
  ...arbiterSentences,
  ...replicaSentences,
  ...replicaArbiterSentences,
  ...jurySentences,
  ...randomnessSentences,
  ...factorySentences,
  ...erc721Sentences,
  ...nodeIdentitySentences,
  ...nodeReputationSentences,
  ...agenticCommerceSentences,
  ...windowEvaluatorSentences,
  ...batchSettlementSentences,
  ...tokenSentences,
};
// Erased on purpose: which arguments a sentence takes was checked against the ABI where it is written.
const SENTENCES = TYPED_SENTENCES as unknown as Readonly<Record<string, Sentence>>;

const PLAIN: Saying = {
  amount: (value) => `${value} (smallest units)`,
  time: (seconds) => new Date(Number(seconds) * 1000).toISOString(),
};

/** A custom error of one of the contracts. */
export interface ContractError {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** The custom error that a failed call carries somewhere inside, if it is one of ours. */
export function contractErrorOf(error: unknown): ContractError | undefined {
  const data = revertData(error);
  if (!data) return undefined;
  try {
    const { errorName, args } = decodeErrorResult({ abi: ERRORS, data });
    return { name: errorName, args: (args as readonly unknown[] | undefined) ?? [] };
  } catch {
    return undefined;
  }
}

/**
 * What to tell a person of a failed call: a sentence with what to do, or nothing if the error says nothing we know.
 *
 * @param say how to write amounts and times; without it, smallest units and ISO 8601.
 */
export function explainContractError(error: unknown, say: Partial<Saying> = {}): string | undefined {
  const found = contractErrorOf(error);
  if (found) return SENTENCES[found.name]?.(found.args, { ...PLAIN, ...say });
  if (error instanceof BaseError && error.walk((cause) => cause instanceof InsufficientFundsError)) {
    return "The sending account holds too little of the chain's coin to pay for the transaction: send it some.";
  }
  return undefined;
}

/** The longest chain of causes worth following. */
const MAX_DEPTH = 16;

/** Libraries hang the revert's data at different places of their errors' causes. */
function revertData(error: unknown): Hex | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < MAX_DEPTH && typeof current === "object" && current !== null; depth++) {
    const data = dataOf(current);
    if (data) return data;
    current = (current as { cause?: unknown }).cause;
  }
  return undefined;
}

function dataOf(error: object): Hex | undefined {
  const { raw, data } = error as { raw?: unknown; data?: unknown };
  const nested = typeof data === "object" && data !== null ? (data as { data?: unknown }).data : undefined;
  return [raw, data, nested].find((value): value is Hex => isHex(value) && value.length >= 10);
}
