import { type Bug, bug } from "./bug.ts";
import { channelBugs } from "./channel-bugs.ts";
import { escrowBugs } from "./escrow-bugs.ts";
import { juryBugs } from "./jury-bugs.ts";

const market = "contracts/market/JobMarket.sol";
const staking = "contracts/staking/Staking.sol";
const receipts = "contracts/receipts/Receipts.sol";

export const bugs: readonly Bug[] = [
  ...escrowBugs,
  ...channelBugs,
  ...juryBugs,
  bug(
    "MKT-1",
    "posting locks the price and forgets the bond",
    market,
    "_escrow.draw(order.buyer, order.token, _funded(order), order.epoch);",
    "_escrow.draw(order.buyer, order.token, order.maxPay, order.epoch);",
  ),
  bug(
    "MKT-2",
    "a lapse keeps the bond",
    market,
    "emit JobLapsed(jobId);\n        _escrow.move(order.token, order.buyer, _funded(order));",
    "emit JobLapsed(jobId);\n        _escrow.move(order.token, order.buyer, order.maxPay);",
  ),
  bug(
    "MKT-3",
    "a cancelled job can be posted again",
    market,
    "_requireState(jobId, JobState.None);",
    "if (_jobs[jobId].state() != JobState.Cancelled) _requireState(jobId, JobState.None);",
  ),
  bug(
    "MKT-4",
    "anything can be cancelled, also what was never posted",
    market,
    "_requireState(jobId, JobState.Open);\n        if (msg.sender",
    "if (msg.sender",
  ),
  bug(
    "MKT-5",
    "a dispute leaves the job submitted",
    market,
    "JobSlots.live(JobState.Disputed, attempt, disputed.hashMemory())",
    "JobSlots.live(JobState.Submitted, attempt, disputed.hashMemory())",
  ),
  bug(
    "MKT-6",
    "a decline does not count the attempt",
    market,
    "_jobs[jobId] = JobSlots.open(attempt + 1);\n\n",
    "_jobs[jobId] = JobSlots.open(attempt);\n\n",
  ),
  bug(
    "MKT-7",
    "the price rounds up",
    "contracts/market/Price.sol",
    "uint256(units) * order.price / unitSize(order.unitKind)",
    "(uint256(units) * order.price + unitSize(order.unitKind) - 1) / unitSize(order.unitKind)",
  ),
  bug(
    "MKT-8",
    "a silent resolver holds the job for a month more",
    market,
    "if (block.timestamp <= until) revert Market_VerdictPending",
    "if (block.timestamp <= until + 30 days) revert Market_VerdictPending",
  ),
  bug(
    "MKT-9",
    "any record will do",
    market,
    "if (!slot.holds(execution.hash())) revert Market_WrongRecord(jobId);",
    "execution;",
  ),
  {
    promise: "MKT-10",
    fault: "posting looks through all jobs",
    file: market,
    edits: [
      {
        find: "    bool private transient _locked;",
        put: "    JobId[] private _all;\n    bool private transient _locked;",
      },
      {
        find: "_requireState(jobId, JobState.None);",
        put: "_requireState(jobId, JobState.None);\n        for (uint256 i = 0; i < _all.length; ++i) if (JobId.unwrap(_all[i]) == 0) revert();\n        _all.push(jobId);",
      },
    ],
  },
  bug(
    "MKT-11",
    "anybody may dispute",
    market,
    "if (msg.sender != order.buyer) revert Market_NotBuyer(jobId, order.buyer, msg.sender);\n        uint40 until",
    "uint40 until",
  ),
  bug(
    "MKT-12",
    "a submission is never too late",
    market,
    "if (block.timestamp > execution.submitBy) revert Market_SubmitTooLate(jobId, execution.submitBy);",
    "",
  ),
  bug("DSP-1", "a resolver takes any fee", market, "if (verdict.fee > limit) revert", "if (false) revert"),
  bug(
    "SIG-1",
    "a receipt of one attempt holds for the next",
    "contracts/market/ExecutionHash.sol",
    "keccak256(abi.encode(jobId, attempt))",
    "keccak256(abi.encode(jobId, attempt & 0))",
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
    market,
    "uint96(uint256(execution.exposure) * livenessPenalty / OrderRules.WHOLE)",
    "execution.exposure",
  ),
  bug(
    "STK-5",
    "anybody moves exposure",
    staking,
    "if (msg.sender != market) revert Staking_NotMarket(msg.sender);",
    "",
  ),
  bug(
    "STK-6",
    "a node key is registered again",
    staking,
    "if (_nodes[profile.node].provider != address(0)) revert Staking_NodeTaken(profile.node);",
    "",
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
];
