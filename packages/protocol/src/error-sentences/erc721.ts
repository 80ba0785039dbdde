import type { nodeIdentitiesAbi } from "../generated/node-identities-abi.ts";
import type { receiptTokenAbi } from "../generated/receipt-token-abi.ts";
import type { ErrorSentences } from "./sentence.ts";

const STAYS = "Tokens of receipts and nodes stay with their owner: they can neither be transferred nor approved.";

type SharedSentences = Pick<
  ErrorSentences<typeof receiptTokenAbi> & ErrorSentences<typeof nodeIdentitiesAbi>,
  Extract<keyof ErrorSentences<typeof receiptTokenAbi>, `ERC721${string}`>
>;

/** Of both tokens: receipts, and nodes as ERC-8004 agents. */
export const erc721Sentences = {
  ERC721IncorrectOwner: () => STAYS,
  ERC721InsufficientApproval: () => STAYS,
  ERC721InvalidApprover: () => STAYS,
  ERC721InvalidOperator: () => STAYS,
  ERC721InvalidOwner: ([owner]) => `${owner} can hold no tokens: name another address.`,
  ERC721InvalidReceiver: ([receiver]) => `${receiver} can hold no tokens: it cannot be their owner.`,
  ERC721InvalidSender: () => STAYS,
  ERC721NonexistentToken: ([tokenId]) => `There is no token ${tokenId}: mint the receipt, or register the node, first.`,
} satisfies SharedSentences;

export type Erc721Error = keyof SharedSentences;
