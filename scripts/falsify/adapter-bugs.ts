import { type Bug, bug } from "./bug.ts";

const commerce = "contracts/adapters/erc8183/AgenticCommerce.sol";
const filled = "contracts/adapters/x402/FilledChannels.sol";
const settlement = "contracts/adapters/x402/BatchSettlement.sol";
const reputation = "contracts/adapters/erc8004/NodeReputation.sol";

/** Against the promises of the faces to neighbouring standards; the first two are thefts that happened to others. */
export const adapterBugs: readonly Bug[] = [
  bug(
    "COM-1",
    "a job that was never funded is refunded its price",
    commerce,
    "(address client, uint96 funded) = (job.client, job.funded);",
    "(address client, uint96 funded) = (job.client, job.token == address(0) ? 0 : job.budget);",
  ),
  bug(
    "COM-2",
    "a price is set after the funding",
    commerce,
    "if (job.status != JobStatus.Open) revert AgenticCommerce_WrongStatus(jobId, job.status);\n        _requireInTime",
    "if (job.status > JobStatus.Funded) revert AgenticCommerce_WrongStatus(jobId, job.status);\n        _requireInTime",
  ),
  bug(
    "COM-2",
    "the client pays another price than it expected",
    commerce,
    "if (budget != expectedBudget) revert AgenticCommerce_WrongBudget(jobId, budget, expectedBudget);",
    "",
  ),
  bug(
    "COM-2",
    "anybody completes a job",
    commerce,
    "if (msg.sender != job.evaluator) revert AgenticCommerce_NotAllowed(jobId, msg.sender);\n        (address provider",
    "(address provider",
  ),
  bug(
    "COM-1",
    "a completed job keeps its money on the books",
    commerce,
    "(job.status, job.funded) = (JobStatus.Completed, 0);",
    "job.status = JobStatus.Completed;",
  ),
  bug(
    "COM-3",
    "only the client ends a job whose time is over",
    commerce,
    "        uint256 until = job.expiredAt;\n",
    "        if (msg.sender != job.client) revert AgenticCommerce_NotAllowed(jobId, msg.sender);\n        uint256 until = job.expiredAt;\n",
  ),
  bug(
    "BAT-1",
    "a claim is counted for the receiver and not for the channel",
    settlement,
    "        channel.totalClaimed = total;\n",
    "",
  ),
  bug("BAT-1", "what was settled is due again", settlement, "        state.totalSettled = state.totalClaimed;\n", ""),
  bug(
    "BAT-2",
    "anybody fills a channel from a payer's account",
    filled,
    "if (fromAccount && msg.sender != config.payer) revert BatchSettlement_NotAllowed(channelId, msg.sender);",
    "",
  ),
  bug(
    "BAT-2",
    "a claim above the ceiling counts",
    settlement,
    "if (total > ceiling) revert BatchSettlement_ClaimExceedsCeiling(channelId, ceiling, total);",
    "",
  ),
  bug(
    "BAT-2",
    "an authorization fills any channel of the payer",
    filled,
    "bytes32 intent = keccak256(abi.encode(channelId, salt));",
    "bytes32 intent = channelId == 0 ? channelId : salt;",
  ),
  bug(
    "BAT-3",
    "a withdrawal that finds all claimed stays under way",
    filled,
    "        delete pendingWithdrawals[channelId];\n        uint128 amount = _takeOut(channelId, withdrawal.amount);\n",
    "        uint128 amount = _takeOut(channelId, withdrawal.amount);\n        if (amount != 0) delete pendingWithdrawals[channelId];\n",
  ),
  bug(
    "BAT-3",
    "a refund leaves the withdrawal as it was",
    settlement,
    "        _lessenWithdrawal(channelId, amount);\n",
    "",
  ),
  bug(
    "FBK-1",
    "any receipt is proved",
    reputation,
    "if (!verification.recorded) revert NodeReputation_NotRecorded(receiptHash);",
    "",
  ),
  bug(
    "FBK-1",
    "a receipt is used again",
    reputation,
    "if (proof.feedbackIndex != 0) revert NodeReputation_Given(feedback.receiptHash);",
    "",
  ),
  bug(
    "FBK-1",
    "anybody speaks for the buyer",
    reputation,
    "if (msg.sender != proof.buyer) revert NodeReputation_NotBuyer(proof.buyer, msg.sender);",
    "",
  ),
  bug("FBK-2", "a provider praises itself", reputation, "        _requireStrangers(proof.buyer, proof.node);\n", ""),
];
