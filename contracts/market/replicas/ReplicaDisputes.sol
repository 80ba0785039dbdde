// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ExecutionId, JobId} from "../../types/Ids.sol";
import {IJobMarket} from "../IJobMarket.sol";
import {IReplicaMarket} from "./IReplicaMarket.sol";
import {ReplicaEndings} from "./ReplicaEndings.sol";
import {ReplicaHash} from "./ReplicaHash.sol";
import {ReplicaRules} from "./ReplicaRules.sol";

/// @title Calls on the resolver, and its word
abstract contract ReplicaDisputes is ReplicaEndings {
    using ReplicaHash for ReplicaTerms;
    using ReplicaHash for Result;
    using ReplicaRules for ReplicaOrder;

    /// @inheritdoc IReplicaMarket
    function dispute(ReplicaOrder calldata order, bytes32 termsHash, IJobMarket.Complaint complaint) external locks {
        JobId jobId = _jobId(order, termsHash);
        Job storage job = _requireState(jobId, JobState.Running);
        if (msg.sender != order.buyer) revert Replica_NotBuyer(jobId, order.buyer, msg.sender);
        _requireWindow(jobId, job);
        if (!job.agreed) revert Replica_NoQuorum(jobId);
        if (complaint == IJobMarket.Complaint.None) revert Replica_ComplaintInvalid(jobId);

        job.contested = true;
        _callResolver(jobId, job, complaint);
    }

    /// @inheritdoc IReplicaMarket
    function appeal(JobId jobId, Replica calldata replica) external locks {
        Job storage job = _requireState(jobId, JobState.Running);
        ExecutionId executionId = _requireOwn(jobId, ReplicaState.Revealed, replica);
        _requireWindow(jobId, job);
        uint8 equal = _tallies[jobId][replica.key].count;
        if (equal >= job.quorum || equal == job.revealed) revert Replica_NotOutvoted(executionId);

        _callResolver(jobId, job, IJobMarket.Complaint.Wrong);
    }

    /// @inheritdoc IReplicaMarket
    function resolve(
        ReplicaOrder calldata order,
        ReplicaTerms calldata terms,
        Result calldata result,
        Charge calldata charge
    ) external locks {
        JobId jobId = _jobId(order, terms.hash());
        Job storage job = _requireState(jobId, JobState.Disputed);
        if (msg.sender != terms.resolver) revert Replica_NotResolver(jobId, terms.resolver, msg.sender);
        uint40 until = job.disputedAt + terms.verdictTime;
        if (block.timestamp > until) revert Replica_VerdictTooLate(jobId, until);
        bytes32 key = result.key();
        uint8 right = _tallies[jobId][key].count;
        bool buyerLost = job.contested && right >= job.quorum;
        _requireFee(jobId, order, buyerLost, charge.fee);

        uint128 payment = order.amount(result.units);
        if (buyerLost) {
            payment += (order.bond - charge.fee) / right;
        } else {
            // Never zero: whoever was contested, or appealed and is wrong, or was appealed against, stated something else.
            job.compensation = charge.fee / (job.revealed - right);
        }
        // Of a bond that is lost, only what cannot be divided equally returns.
        _end(jobId, order, JobState.Ruled, key, payment, charge.fee);
        if (charge.fee != 0) _escrow.move(order.token, charge.recipient, charge.fee);
    }

    /// @inheritdoc IReplicaMarket
    function resolveByTimeout(ReplicaOrder calldata order, ReplicaTerms calldata terms, Result calldata result)
        external
        locks
    {
        JobId jobId = _jobId(order, terms.hash());
        Job storage job = _requireState(jobId, JobState.Disputed);
        uint40 until = job.disputedAt + terms.verdictTime;
        if (block.timestamp <= until) revert Replica_VerdictPending(jobId, until);

        if (job.agreed) {
            uint256 part = uint256(order.amount(result.units)) * terms.timeoutSplit / ReplicaRules.WHOLE;
            _end(jobId, order, JobState.Split, _requireQuorum(jobId, job, result), uint128(part), 0);
        } else {
            _end(jobId, order, JobState.Refunded, 0, 0, 0);
        }
    }

    function _callResolver(JobId jobId, Job storage job, IJobMarket.Complaint complaint) private {
        job.state = JobState.Disputed;
        job.disputedAt = uint40(block.timestamp);

        emit JobDisputed(jobId, msg.sender, complaint);
    }

    function _requireFee(JobId jobId, ReplicaOrder calldata order, bool buyerLost, uint96 fee) private pure {
        uint96 limit = buyerLost || order.bond < order.exposure ? order.bond : order.exposure;
        if (fee > limit) revert Replica_FeeTooHigh(jobId, limit, fee);
    }
}
