import { type Bug, bug } from "./bug.ts";

const folder = "contracts/market/replicas";
const disputes = `${folder}/ReplicaDisputes.sol`;
const endings = `${folder}/ReplicaEndings.sol`;
const ledger = `${folder}/ReplicaLedger.sol`;
const orders = `${folder}/ReplicaOrders.sol`;
const rounds = `${folder}/ReplicaRounds.sol`;
const rules = `${folder}/ReplicaRules.sol`;
const slot = `${folder}/ReplicaSlot.sol`;
const staking = "contracts/staking/Staking.sol";

/** Against the promises of replicated jobs. */
export const replicaBugs: readonly Bug[] = [
  bug(
    "REP-1",
    "posting locks one share only",
    rules,
    "uint256(order.replicas) * order.maxPay",
    "uint256(order.maxPay)",
  ),
  bug(
    "REP-2",
    "the resolver's fee is refunded, too",
    endings,
    "order.funded() - count * payment - fee;",
    "order.funded() - count * payment;",
  ),
  bug(
    "REP-3",
    "a cancelled job can be posted again",
    orders,
    "job.state = JobState.Cancelled;",
    "job.state = JobState.None;",
  ),
  bug(
    "REP-4",
    "a provider that gave its replica back takes another one",
    rounds,
    "if (_replicas[executionId].state() != ReplicaState.None) {",
    "if (_replicas[executionId].state() != ReplicaState.None && _replicas[executionId].state() != ReplicaState.Left) {",
  ),
  bug("REP-4", "any record will do", slot, "return bytes31(slot.hash()) == bytes31(recordHash);", "return true;"),
  bug(
    "REP-5",
    "a disputed job can be settled by anybody",
    endings,
    "Job storage job = _requireState(jobId, JobState.Running);",
    "Job storage job = _jobs[jobId];",
  ),
  bug(
    "REP-6",
    "a node reveals while others can still commit",
    rounds,
    "if (job.committed != job.replicas && block.timestamp <= job.commitBy) {",
    "if (job.committed == 0) {",
  ),
  bug(
    "REP-6",
    "a commitment is never too late",
    rounds,
    "if (block.timestamp > job.commitBy) revert Replica_CommitTooLate(jobId, job.commitBy);",
    "",
  ),
  bug(
    "REP-6",
    "anything opens a commitment",
    rounds,
    "if (ReplicaHash.commitment(receiptHash, salt) != replica.commitment) {",
    "if (salt == bytes32(uint256(1))) {",
  ),
  bug(
    "REP-7",
    "any result that somebody stated is paid as the quorum's",
    endings,
    "if (_tallies[jobId][key].count < job.quorum) revert Replica_WrongResult(jobId, key);",
    "job;",
  ),
  bug(
    "REP-8",
    "a silent resolver holds the job for a month more",
    disputes,
    "if (block.timestamp <= until) revert Replica_VerdictPending(jobId, until);",
    "if (block.timestamp <= until + 30 days) revert Replica_VerdictPending(jobId, until);",
  ),
  {
    promise: "REP-9",
    fault: "claiming looks through all replicas",
    file: rounds,
    edits: [
      {
        find: "    /// @inheritdoc IReplicaMarket\n    function claim(",
        put: "    ExecutionId[] private _all;\n\n    /// @inheritdoc IReplicaMarket\n    function claim(",
      },
      {
        find: "        uint8 claimed = job.claimed + 1;",
        put: "        for (uint256 i = 0; i < _all.length; ++i) if (ExecutionId.unwrap(_all[i]) == 0) revert();\n        _all.push(executionId);\n        uint8 claimed = job.claimed + 1;",
      },
    ],
  },
  bug(
    "REP-10",
    "who was refused keeps its exposure",
    endings,
    "return (ReplicaState.Refused, exposure);",
    "return (ReplicaState.Refused, 0);",
  ),
  bug(
    "REP-10",
    "anybody moves exposure",
    staking,
    "if (msg.sender != market && msg.sender != replicaMarket) revert Staking_NotMarket(msg.sender);",
    "",
  ),
  bug(
    "REP-11",
    "anybody may contest",
    disputes,
    "if (msg.sender != order.buyer) revert Replica_NotBuyer(jobId, order.buyer, msg.sender);",
    "",
  ),
  bug(
    "REP-11",
    "anybody takes a node's step",
    ledger,
    "if (msg.sender != replica.node) revert Replica_NotNode(executionId, replica.node, msg.sender);",
    "",
  ),
  bug(
    "REP-12",
    "a job can be settled in its window",
    endings,
    "if (block.timestamp <= until) revert Replica_WindowOpen(jobId, until);",
    "if (block.timestamp <= job.revealBy) revert Replica_WindowOpen(jobId, until);",
  ),
  bug(
    "REP-12",
    "a resolver takes any fee",
    disputes,
    "if (fee > limit) revert Replica_FeeTooHigh(jobId, limit, fee);",
    "limit;",
  ),
];
