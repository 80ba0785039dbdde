/** A job that the chain does not know: signed and not posted, or nothing. */
export const waitingOrderTexts = {
  badge: "Signed",
  sentence: "The order is signed and waits at the gateway for a node.",
  moves: "Moves at the claim",
  uncovered: "The order is signed, and no node could claim it now: its money or its allowance is gone.",
  movesFromWallet:
    "Out of the wallet that signed, and not before. What the job does not use comes back to its account.",
  movesFromAccount:
    "Out of the account in the escrow, and not before. What the job does not use comes back to that account.",
  most: "Most it can cost",
  cancelTitle: "Take this order back?",
  cancelBody: "A transaction of yours makes the signature worthless. No money has moved.",
  over: {
    title: "This order waits no more",
    body: "It was claimed, taken back, or its time ran out. If a node has claimed it, the job appears here as soon as the chain's record has arrived.",
    action: "See all jobs",
  },
  unknown: {
    title: "Nobody posted this job",
    body: "No job with this id was ever posted at this market. If you have only just posted it, it appears as soon as its transaction is mined.",
    action: "See all jobs",
  },
} as const;
