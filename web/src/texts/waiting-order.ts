/** A job that the chain does not know: signed and not posted, or nothing. */
export const waitingOrderTexts = {
  badge: "Signed",
  sentence: "The order is signed and waits at the gateway for a node.",
  moves: "Moves at the claim",
  movesNote: "Out of the wallet that signed, and not before. What the job does not use comes back to its account.",
  most: "Most it can cost",
  cancelTitle: "Take this order back?",
  cancelBody: "A transaction of yours makes the signature worthless. No money has moved.",
  unknown: {
    title: "Nobody posted this job",
    body: "No job with this id was ever posted at this market. If you have only just posted it, it appears as soon as its transaction is mined.",
    action: "See all jobs",
  },
} as const;
