import type { receiptTokenAbi } from "../generated/receipt-token-abi.ts";
import type { Erc721Error } from "./erc721.ts";
import type { ErrorSentences } from "./sentence.ts";

const STAYS = "A receipt's token stays with its buyer: it can neither be transferred nor approved.";

export const receiptTokenSentences = {
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
} satisfies Omit<ErrorSentences<typeof receiptTokenAbi>, Erc721Error>;
