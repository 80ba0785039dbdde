// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ExecutionId, JobId} from "../../types/Ids.sol";
import {IJobMarket} from "../IJobMarket.sol";
import {ReceiptHash} from "../ReceiptHash.sol";
import {IReplicaMarket} from "./IReplicaMarket.sol";
import {ReplicaHash} from "./ReplicaHash.sol";
import {ReplicaLedger} from "./ReplicaLedger.sol";
import {ReplicaRules} from "./ReplicaRules.sol";
import {ReplicaSlots} from "./ReplicaSlot.sol";

/// @title The nodes' steps: claim, commit, reveal
abstract contract ReplicaRounds is ReplicaLedger {
    using ReceiptHash for IJobMarket.ReceiptDetails;
    using ReplicaHash for Replica;
    using ReplicaHash for ReplicaTerms;
    using ReplicaHash for Result;

    /// @inheritdoc IReplicaMarket
    function claim(ReplicaOrder calldata order, ReplicaTerms calldata terms)
        external
        locks
        returns (ExecutionId executionId)
    {
        JobId jobId = _jobId(order, terms.hash());
        Job storage job = _requireState(jobId, JobState.Open);
        if (block.timestamp >= order.claimBefore) revert Replica_ClaimTooLate(jobId, order.claimBefore);
        if (terms.policy != address(0) && !ReplicaRules.accepts(terms.policy, msg.sender)) {
            revert Replica_PolicyRefused(jobId, terms.policy, msg.sender);
        }

        // Before the record, because the record names what it answers.
        Replica memory replica;
        replica.node = msg.sender;
        (replica.provider, replica.payee) = _staking.commit(msg.sender, order.exposure);
        executionId = ReplicaHash.executionId(jobId, replica.provider);
        if (_replicas[executionId].state() != ReplicaState.None) {
            revert Replica_ProviderTaken(jobId, replica.provider);
        }
        _replicas[executionId] = ReplicaSlots.pack(ReplicaState.Claimed, replica.record());
        uint8 claimed = job.claimed + 1;
        job.claimed = claimed;

        emit ReplicaClaimed(jobId, executionId, msg.sender, replica.provider, replica.payee);
        if (claimed == order.replicas) _fill(jobId, job, order);
    }

    /// @inheritdoc IReplicaMarket
    function decline(ReplicaOrder calldata order, bytes32 termsHash, Replica calldata replica) external locks {
        JobId jobId = _jobId(order, termsHash);
        Job storage job = _requireState(jobId, JobState.Open);
        ExecutionId executionId = _requireOwn(jobId, ReplicaState.Claimed, replica);

        _replicas[executionId] = ReplicaSlots.pack(ReplicaState.Left, 0);
        --job.claimed;

        emit ReplicaDeclined(jobId, executionId, msg.sender);
        _staking.release(replica.provider, order.exposure);
    }

    /// @inheritdoc IReplicaMarket
    function commit(JobId jobId, Replica calldata replica, bytes32 commitment) external locks {
        Job storage job = _requireState(jobId, JobState.Running);
        ExecutionId executionId = _requireOwn(jobId, ReplicaState.Claimed, replica);
        if (block.timestamp > job.commitBy) revert Replica_CommitTooLate(jobId, job.commitBy);
        if (commitment == 0) revert Replica_CommitmentMissing(executionId);

        Replica memory committed = replica;
        committed.commitment = commitment;
        _replicas[executionId] = ReplicaSlots.pack(ReplicaState.Committed, committed.record());
        uint8 count = job.committed + 1;
        job.committed = count;

        emit ReplicaCommitted(jobId, executionId, msg.sender, commitment);
        if (count == job.replicas) {
            // What lies between the two is the order's reveal time.
            uint40 revealBy = uint40(block.timestamp) + (job.revealBy - job.commitBy);
            job.revealBy = revealBy;
            emit JobCommitted(jobId, revealBy);
        }
    }

    /// @inheritdoc IReplicaMarket
    function reveal(
        JobId jobId,
        Replica calldata replica,
        bytes32 salt,
        uint128 units,
        IJobMarket.ReceiptDetails calldata details
    ) external locks {
        Job storage job = _requireState(jobId, JobState.Running);
        ExecutionId executionId = _requireOwn(jobId, ReplicaState.Committed, replica);
        // A commitment that is made after somebody revealed would not have been made blind.
        if (job.committed != job.replicas && block.timestamp <= job.commitBy) {
            revert Replica_RevealTooEarly(jobId, job.commitBy);
        }
        if (block.timestamp > job.revealBy) revert Replica_RevealTooLate(jobId, job.revealBy);
        bytes32 receiptHash = _digest(ReceiptHash.hash(executionId, msg.sender, units, details.hash()));
        if (ReplicaHash.commitment(receiptHash, salt) != replica.commitment) {
            revert Replica_WrongOpening(executionId, replica.commitment);
        }

        // Read off the receipt, so that nobody votes for one result and has a receipt for another.
        Result memory result = Result(details.outputHash, details.outcome, details.exitCode, units);
        Replica memory revealed = replica;
        revealed.key = result.key();
        revealed.receiptHash = receiptHash;
        _replicas[executionId] = ReplicaSlots.pack(ReplicaState.Revealed, revealed.record());

        emit ReplicaRevealed(jobId, executionId, msg.sender, result, receiptHash);
        _count(jobId, job, revealed.key);
    }

    function _fill(JobId jobId, Job storage job, ReplicaOrder calldata order) private {
        uint40 commitBy = uint40(block.timestamp) + order.runTime;
        job.state = JobState.Running;
        job.commitBy = commitBy;
        job.revealBy = commitBy + order.revealTime;

        emit JobFilled(jobId, commitBy);
    }

    function _count(JobId jobId, Job storage job, bytes32 key) private {
        uint8 equal = _tallies[jobId][key].count + 1;
        _tallies[jobId][key].count = equal;
        if (equal == job.quorum) job.agreed = true;
        uint8 revealed = job.revealed + 1;
        job.revealed = revealed;

        if (revealed == job.committed) {
            job.revealBy = uint40(block.timestamp);
            emit JobRevealed(jobId, job.agreed, uint40(block.timestamp) + job.window);
        }
    }
}
