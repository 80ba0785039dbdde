import type { receiptTokenAbi } from "../generated/receipt-token-abi.ts";
import type { ErrorSentences } from "./sentence.ts";

const STAYS = "A receipt's token stays with its buyer: it can neither be transferred nor approved.";

export const receiptTokenSentences = {
  ERC721IncorrectOwner: () => STAYS,
  ERC721InsufficientApproval: () => STAYS,
  ERC721InvalidApprover: () => STAYS,
  ERC721InvalidOperator: () => STAYS,
  ERC721InvalidOwner: ([owner]) => `${owner} can hold no tokens: name another address.`,
  ERC721InvalidReceiver: ([receiver]) => `${receiver} can hold no tokens: the order names another buyer.`,
  ERC721InvalidSender: () => STAYS,
  ERC721NonexistentToken: ([tokenId]) => `No receipt was minted as token ${tokenId}: mint it first.`,
  ReceiptToken_Inconsistent: ([receiptHash]) =>
    `Receipt ${receiptHash} contradicts its order: it was paid as it is, but cannot be minted.`,
  ReceiptToken_Minted: ([tokenId]) => `This receipt is minted already, as token ${tokenId}.`,
  ReceiptToken_NotBuyer: ([expected, given]) =>
    `Only the buyer ${expected} may mint this receipt, not ${given}: use the buyer's key, or carry its signature.`,
  ReceiptToken_NotRecorded: ([receiptHash]) =>
    `The market does not hold receipt ${receiptHash} for this job: bring the receipt that ended it, once it is settled.`,
  ReceiptToken_NotSettled: ([receiptHash]) =>
    `Receipt ${receiptHash} was refused and not paid: only settled receipts are minted.`,
  ReceiptToken_NotTransferable: () => STAYS,
  ReceiptToken_SignatureInvalid: ([buyer]) =>
    `This is not the signature of the buyer ${buyer} for this receipt, chain and deadline: sign again.`,
  ReceiptToken_StatementExpired: ([deadline], { time }) =>
    `The signature counted until ${time(deadline)}: sign a new one.`,
} satisfies ErrorSentences<typeof receiptTokenAbi>;
