import { handle } from "../handle.ts";

/** Kept as they are said: a token's owner is the buyer of its job for ever. */
handle("receiptToken:ReceiptMinted");
handle("receiptToken:Transfer");
handle("receiptToken:Locked");
handle("receiptToken:Unlocked");
handle("receiptToken:Approval");
handle("receiptToken:ApprovalForAll");
