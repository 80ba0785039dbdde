import { adapterBugs } from "./adapter-bugs.ts";
import { type Bug, bug } from "./bug.ts";
import { channelBugs } from "./channel-bugs.ts";
import { escrowBugs } from "./escrow-bugs.ts";
import { juryBugs } from "./jury-bugs.ts";
import { replicaBugs } from "./replica-bugs.ts";

const store = "contracts/market/JobStore.sol";
const orders = "contracts/market/Orders.sol";
const claims = "contracts/market/Claims.sol";
const settlements = "contracts/market/Settlements.sol";
const disputes = "contracts/market/Disputes.sol";
const staking = "contracts/staking/Staking.sol";
const nodes = "contracts/staking/Nodes.sol";
const receipts = "contracts/receipts/Receipts.sol";
const attestations = "contracts/attestation/Attestations.sol";
const policy = "contracts/attestation/AttesterPolicy.sol";
const receiptToken = "contracts/receipts/ReceiptToken.sol";

export const bugs: readonly Bug[] = [
  ...escrowBugs,
  ...channelBugs,
  ...replicaBugs,
  ...juryBugs,
  ...adapterBugs,
  bug(
    "MKT-1",
    "posting locks the price and forgets the bond",
    orders,
    "_escrow.draw(order.buyer, order.token, _funded(order), order.epoch);",
    "_escrow.draw(order.buyer, order.token, order.maxPay, order.epoch);",
  ),
  bug(
    "MKT-2",
    "a lapse keeps the bond",
    store,
    "emit JobLapsed(jobId);\n        _giveBack(order);",
    "emit JobLapsed(jobId);\n        _escrow.move(order.token, order.buyer, order.maxPay);",
  ),
  bug(
    "MKT-3",
    "a cancelled job can be posted again",
    orders,
    "_requireState(jobId, JobState.None);",
    "if (_jobs[jobId].state() != JobState.Cancelled) _requireState(jobId, JobState.None);",
  ),
  bug(
    "MKT-4",
    "anything can be cancelled, also what was never posted",
    orders,
    "if (state == JobState.Open) _giveBack(order);",
    "_giveBack(order);",
  ),
  bug(
    "MKT-5",
    "a dispute leaves the job submitted",
    disputes,
    "JobSlots.live(JobState.Disputed, attempt, disputed.hashMemory())",
    "JobSlots.live(JobState.Submitted, attempt, disputed.hashMemory())",
  ),
  bug(
    "MKT-6",
    "a decline does not count the attempt",
    claims,
    "_jobs[jobId] = JobSlots.open(attempt + 1);\n\n",
    "_jobs[jobId] = JobSlots.open(attempt);\n\n",
  ),
  bug(
    "MKT-7",
    "the price rounds up",
    "contracts/market/Price.sol",
    "uint256(units) * price / unitSize(unitKind)",
    "(uint256(units) * price + unitSize(unitKind) - 1) / unitSize(unitKind)",
  ),
  bug(
    "MKT-8",
    "a silent resolver holds the job for a month more",
    disputes,
    "if (block.timestamp <= until) revert Market_VerdictPending",
    "if (block.timestamp <= until + 30 days) revert Market_VerdictPending",
  ),
  bug(
    "MKT-9",
    "any record will do",
    store,
    "if (!slot.holds(execution.hash())) revert Market_WrongRecord(jobId);",
    "execution;",
  ),
  {
    promise: "MKT-10",
    fault: "posting looks through all jobs",
    file: orders,
    edits: [
      {
        find: "abstract contract Orders is JobStore {",
        put: "abstract contract Orders is JobStore {\n    JobId[] private _all;\n",
      },
      {
        find: "_requireNew(jobId, order, terms);",
        put: "_requireNew(jobId, order, terms);\n        for (uint256 i = 0; i < _all.length; ++i) if (JobId.unwrap(_all[i]) == 0) revert();\n        _all.push(jobId);",
      },
    ],
  },
  bug("MKT-11", "anybody may dispute", disputes, "_requireBuyer(jobId, order.buyer);\n        _dispute(", "_dispute("),
  bug(
    "MKT-12",
    "a submission is never too late",
    settlements,
    "if (block.timestamp > execution.submitBy) revert Market_SubmitTooLate(jobId, execution.submitBy);",
    "",
  ),
  bug(
    "MKT-11",
    "one receipt is a contradiction",
    disputes,
    "if (receiptHash == _requireSignedReceipt(jobId, executionId, execution, other)) {",
    "if (receiptHash != _requireSignedReceipt(jobId, executionId, execution, other) && false) {",
  ),
  bug("MKT-4", "a signed order is funded again and again", claims, "_requireNew(jobId, order, terms);", ""),
  bug(
    "SIG-1",
    "an order from the account is claimed without its buyer's word",
    claims,
    "_requireBuyerSigned(jobId, buyer, intent, signature);",
    "signature;",
  ),
  bug(
    "DSP-2",
    "both sides take a dispute back",
    settlements,
    "_requireUpTo(jobId, JobState.Submitted, execution)",
    "_requireUpTo(jobId, JobState.Disputed, execution)",
  ),
  bug("DSP-1", "a resolver takes any fee", disputes, "if (verdict.fee > limit) revert", "if (false) revert"),
  bug(
    "SIG-1",
    "a receipt of one attempt holds for the next",
    "contracts/market/ExecutionHash.sol",
    "bytes32(uint256(attempt))",
    "bytes32(uint256(attempt & 0))",
  ),
  bug("STK-1", "what burns is not counted", staking, "        burned += burn;\n", ""),
  bug(
    "STK-2",
    "a release releases nothing",
    staking,
    "onlyMarket {\n        _providers[provider].exposure -= exposure;",
    "onlyMarket {\n        _providers[provider].exposure -= exposure & 0;",
  ),
  bug(
    "STK-3",
    "exposed stake may thaw",
    staking,
    "uint96 free = provider.active - provider.exposure;",
    "uint96 free = provider.active;",
  ),
  bug(
    "STK-3",
    "stake leaves before it has thawed",
    staking,
    "if (block.timestamp < thawedAt) revert Staking_StillThawing(msg.sender, thawedAt);",
    "thawedAt;",
  ),
  bug(
    "STK-4",
    "silence burns the whole exposure",
    claims,
    "uint96(uint256(execution.exposure) * livenessPenalty / OrderRules.WHOLE)",
    "execution.exposure",
  ),
  bug(
    "STK-5",
    "anybody moves exposure",
    staking,
    "if (msg.sender != market && msg.sender != replicaMarket) revert Staking_NotMarket(msg.sender);",
    "",
  ),
  bug(
    "STK-6",
    "a node key is registered again",
    nodes,
    "if (_nodes[profile.node].provider != address(0)) revert Staking_NodeTaken(profile.node);",
    "",
  ),
  bug("STK-6", "a rotation leaves the old key as it was", nodes, "        rotated.retired = true;\n", ""),
  bug(
    "STK-6",
    "any key signs a profile",
    nodes,
    "if (!Signatures.isEcdsaOf(profile.node, hashNodeProfile(profile), nodeSignature)) {",
    "if (nodeSignature.length == 0) {",
  ),
  bug("STK-7", "a rotation resumes a paused node", nodes, "_add(profile, paused);", "_add(profile, false);"),
  bug(
    "STK-7",
    "a retired node changes its profile",
    nodes,
    "address payee = _ownNode(profile.node).payee;",
    "address payee = _nodes[profile.node].payee;",
  ),
  bug(
    "RCP-1",
    "any receipt of an ended job is called recorded",
    receipts,
    "bytes31(job.hash) == bytes31(receiptHash)",
    "job.hash != 0 && receiptHash != 0",
  ),
  bug(
    "RCP-2",
    "a wrong price is called consistent",
    receipts,
    "&& details.fixedPrice == order.fixedPrice && details.price == order.price;",
    "&& details.fixedPrice == order.fixedPrice;",
  ),
  bug(
    "RCP-3",
    "anybody's voucher covers a channel's receipt",
    receipts,
    "verification.included && verification.signed &&",
    "verification.included &&",
  ),
  bug(
    "RCP-3",
    "a promise that was not paid covers a channel's receipt",
    receipts,
    "record.redeemed >= proof.cumulativeAfter",
    "proof.cumulative >= proof.cumulativeAfter",
  ),
  bug(
    "RCP-3",
    "a receipt may stand at any sum",
    "contracts/receipts/ReceiptTree.sol",
    "abi.encode(receiptHash, sequence, cumulative)",
    "abi.encode(receiptHash, sequence, cumulative & 0)",
  ),
  bug(
    "RCP-4",
    "a refused receipt is minted",
    receiptToken,
    "verification.state > IJobMarket.JobState.SettledSplit",
    "verification.state > IJobMarket.JobState.RefundedResolved",
  ),
  bug("RCP-4", "anybody mints", receiptToken, "if (msg.sender != order.buyer) {", "if (msg.sender == address(0)) {"),
  bug(
    "RCP-4",
    "a receipt that nobody recorded is minted",
    receiptToken,
    "if (!verification.recorded) revert ReceiptToken_NotRecorded(receiptHash);",
    "",
  ),
  bug("ATT-1", "one attester less is enough", policy, "++vouching == own.threshold", "++vouching + 1 >= own.threshold"),
  bug(
    "ATT-1",
    "an attestation counts longer than the policy says",
    policy,
    "if (block.timestamp >= uint256(current.issuedAt) + own.lifetime) return false;",
    "",
  ),
  bug(
    "ATT-1",
    "an old TCB is good enough",
    policy,
    "if (current.issuedAt == 0 || current.tcbLevel < own.minimumTcb) return false;",
    "if (current.issuedAt == 0) return false;",
  ),
  bug(
    "ATT-1",
    "what is revoked still counts",
    attestations,
    "if (block.timestamp >= expiresAt || issuedAt <= record.revokedUntil) return current;",
    "if (block.timestamp >= expiresAt) return current;",
  ),
  bug(
    "ATT-1",
    "an older attestation takes the place of a newer one",
    attestations,
    "if (issuedAt <= newest) revert Attestations_NotNewer(newest, issuedAt);",
    "newest;",
  ),
  bug(
    "ATT-2",
    "anybody attests",
    attestations,
    "if (!Signatures.isBy(attestation.attester, attestationId, signature)) {",
    "if (signature.length == 0) {",
  ),
  bug(
    "ATT-2",
    "anybody revokes",
    attestations,
    "if (!Signatures.isBy(attester, hashRevocation(attester, node, issuedUntil), signature)) {",
    "if (signature.length == 0) {",
  ),
];
