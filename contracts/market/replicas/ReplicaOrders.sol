// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {JobId} from "../../types/Ids.sol";
import {IReplicaMarket} from "./IReplicaMarket.sol";
import {ReplicaHash} from "./ReplicaHash.sol";
import {ReplicaLedger} from "./ReplicaLedger.sol";
import {ReplicaRules} from "./ReplicaRules.sol";

/// @title From an order to a job that waits for nodes, and back
abstract contract ReplicaOrders is ReplicaLedger {
    using ReplicaHash for ReplicaTerms;
    using ReplicaRules for ReplicaOrder;

    /// @inheritdoc IReplicaMarket
    function post(ReplicaOrder calldata order, ReplicaTerms calldata terms) external locks returns (JobId jobId) {
        jobId = _jobId(order, terms.hash());
        if (msg.sender != order.buyer) revert Replica_NotBuyer(jobId, order.buyer, msg.sender);
        if (order.token != token) revert Replica_WrongToken(token, order.token);
        order.check(terms, minimumWindow);
        Job storage job = _requireState(jobId, JobState.None);

        job.state = JobState.Open;
        job.replicas = order.replicas;
        job.quorum = order.quorum;
        job.window = order.window;

        emit JobPosted(jobId, order.buyer, terms.resourceClass, order, terms);
        _escrow.draw(order.buyer, order.token, order.funded(), order.epoch);
    }

    /// @inheritdoc IReplicaMarket
    function cancel(ReplicaOrder calldata order, bytes32 termsHash) external locks {
        JobId jobId = _jobId(order, termsHash);
        Job storage job = _requireState(jobId, JobState.Open);
        if (msg.sender != order.buyer) revert Replica_NotBuyer(jobId, order.buyer, msg.sender);
        if (job.claimed != 0) revert Replica_ClaimedAlready(jobId, job.claimed);

        job.state = JobState.Cancelled;

        emit JobCancelled(jobId);
        _escrow.move(order.token, order.buyer, order.funded());
    }

    /// @inheritdoc IReplicaMarket
    function lapse(ReplicaOrder calldata order, bytes32 termsHash) external locks {
        JobId jobId = _jobId(order, termsHash);
        Job storage job = _requireState(jobId, JobState.Open);
        if (block.timestamp < order.claimBefore) revert Replica_NotLapsed(jobId, order.claimBefore);

        job.state = JobState.Lapsed;

        emit JobLapsed(jobId);
        _escrow.move(order.token, order.buyer, order.funded());
    }
}
