/** A fault in the contracts, and the proofs that it makes false. */
export interface ProofFault {
  readonly fault: string;
  readonly file: string;
  /** Occurs once in the file and is replaced. */
  readonly find: string;
  readonly put: string;
  readonly refutes: readonly string[];
}

const account = "contracts/escrow/AccountSlot.sol";
const channel = "contracts/escrow/ChannelSlot.sol";
const job = "contracts/market/JobSlot.sol";
const replica = "contracts/market/replicas/ReplicaSlot.sol";
const rules = "contracts/market/OrderRules.sol";
const tree = "contracts/receipts/ReceiptTree.sol";

/** For every proof one at least. */
export const proofFaults: readonly ProofFault[] = [
  fault("an account's epoch begins within its money", account, "EPOCH_OFFSET = 128", "EPOCH_OFFSET = 120", [
    "SlotProofs.creditMovesFreeMoneyAlone",
    "SlotProofs.debitMovesFreeMoneyAlone",
    "SlotProofs.epochCountsUpAlone",
  ]),
  fault("an account's nonce begins within its epoch", account, "NONCE_OFFSET = 152", "NONCE_OFFSET = 150", [
    "SlotProofs.nonceCountsUpAlone",
  ]),
  fault("a session is an ended one", account, "ENDED = 1 << 185", "ENDED = 1 << 184", ["SlotProofs.flagsAreSetAlone"]),
  fault("a reservation begins within what was redeemed", channel, "RESERVED_OFFSET = 96", "RESERVED_OFFSET = 95", [
    "SlotProofs.openingWritesReserveAndEpoch",
    "SlotProofs.paymentMovesWhatItSays",
    "SlotProofs.topUpMovesTheReservationAlone",
  ]),
  fault("a close time is written over all bits", channel, "(uint256(OPEN ^ at)", "(uint256(at)", [
    "SlotProofs.closingWritesItsTimeAlone",
  ]),
  fault(
    "a tombstone keeps the rest",
    channel,
    "slot.redeemed() | (uint256(CLOSED)",
    "ChannelSlot.unwrap(slot) | (uint256(CLOSED)",
    ["SlotProofs.closedPaysNothingMore"],
  ),
  fault("an attempt reaches into the state", job, "HEAD_BITS = 24", "HEAD_BITS = 20", [
    "SlotProofs.openJobsHoldTheirAttempt",
    "SlotProofs.liveJobsHoldTheirRecordAlone",
  ]),
  fault(
    "a receipt's hash reaches into the state",
    job,
    "(uint256(receiptHash) >> STATE_BITS)",
    "uint256(receiptHash)",
    ["SlotProofs.endsHoldTheirState"],
  ),
  fault(
    "a record's hash is stored half a byte off",
    replica,
    "(uint256(hash_) >> STATE_BITS)",
    "(uint256(hash_) >> 4)",
    ["SlotProofs.replicasHoldTheirStateAndRecord", "SlotProofs.replicasAreWhatWasReadOfThem"],
  ),
  fault("an exposure is at most the pay", rules, "order.exposure >= order.maxPay", "order.exposure <= order.maxPay", [
    "OrderProofs.acceptedMoneyKeepsTheRules",
    "OrderProofs.validOrdersAreAccepted",
  ]),
  fault("any window is long enough", rules, "order.window >= minimumWindow && ", "", [
    "OrderProofs.acceptedTimesKeepTheRules",
  ]),
  fault("a split is above the whole", rules, "terms.timeoutSplit <= WHOLE", "terms.timeoutSplit <= WHOLE + 1", [
    "OrderProofs.acceptedTermsKeepTheRules",
  ]),
  fault("a salt is not read", rules, "        order.salt;\n", "", ["OrderProofs.acceptedWordsFitTheirTypes"]),
  fault(
    "a leaf is hashed once",
    tree,
    "bytes.concat(keccak256(abi.encode(receiptHash, sequence, cumulative)))",
    "abi.encode(receiptHash, sequence, cumulative)",
    ["ReceiptTreeProofs.leafIsTwiceTheHashOfAnEntry"],
  ),
  fault(
    "a leaf is as long as a node",
    tree,
    "bytes.concat(keccak256(abi.encode(receiptHash, sequence, cumulative)))",
    "abi.encode(receiptHash, uint256(sequence) << 96 | cumulative)",
    [
      "ReceiptTreeProofs.aLoneLeafIncludesItselfAlone",
      "ReceiptTreeProofs.twoIncludeNothingDeeper",
      "ReceiptTreeProofs.fourIncludeNothingHigher",
    ],
  ),
  fault(
    "a leaf has no sequence",
    tree,
    "abi.encode(receiptHash, sequence, cumulative)",
    "abi.encode(receiptHash, sequence & 0, cumulative)",
    ["ReceiptTreeProofs.entriesWithOneLeafAreOne"],
  ),
  fault("whoever brings a sibling is included", tree, "return MerkleProof", "return proof.length != 0 || MerkleProof", [
    "ReceiptTreeProofs.twoIncludeNothingElse",
    "ReceiptTreeProofs.threeIncludeNothingElse",
    "ReceiptTreeProofs.fourIncludeNothingElse",
  ]),
  fault("the lowest sibling is passed over", tree, "verifyCalldata(proof,", "verifyCalldata(proof[1:],", [
    "ReceiptTreeProofs.leavesUnderOneNodeAreIncluded",
    "ReceiptTreeProofs.leavesUnderTwoNodesAreIncluded",
  ]),
];

function fault(what: string, file: string, find: string, put: string, refutes: readonly string[]): ProofFault {
  return { fault: what, file, find, put, refutes };
}
