// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {JobId} from "../types/Ids.sol";
import {IJobMarket} from "./IJobMarket.sol";
import {JobSlots} from "./JobSlot.sol";
import {JobStore} from "./JobStore.sol";
import {OrderHash} from "./OrderHash.sol";
import {OrderRules} from "./OrderRules.sol";
import {StatementHash} from "./StatementHash.sol";

/// @title Orders before anybody works on them
abstract contract Orders is JobStore {
    using OrderHash for JobTerms;

    /// @inheritdoc IJobMarket
    function post(JobOrder calldata order, JobTerms calldata terms) external locks returns (JobId jobId) {
        jobId = _jobId(order, terms.hash());
        _requireBuyer(jobId, order.buyer);
        _requireNew(jobId, order, terms);
        if (order.funding != OrderRules.FUNDED_FROM_ACCOUNT) revert Market_OrderInvalid(OrderFault.FundingNotPosted);

        _jobs[jobId] = JobSlots.open(0);

        emit JobPosted(jobId, order.buyer, terms.resourceClass, order, terms);
        _escrow.draw(order.buyer, order.token, _funded(order), order.epoch);
    }

    /// @inheritdoc IJobMarket
    function cancel(JobOrder calldata order, bytes32 termsHash) external locks {
        JobId jobId = _jobId(order, termsHash);
        _requireBuyer(jobId, order.buyer);
        _cancel(jobId, order);
    }

    /// @inheritdoc IJobMarket
    function cancelFor(JobOrder calldata order, bytes32 termsHash, bytes calldata buyerSignature) external locks {
        JobId jobId = _jobId(order, termsHash);
        _requireBuyerSigned(jobId, order.buyer, _digest(StatementHash.cancelJob(jobId)), buyerSignature);
        _cancel(jobId, order);
    }

    /// @inheritdoc IJobMarket
    function lapse(JobOrder calldata order, bytes32 termsHash) external locks {
        JobId jobId = _jobId(order, termsHash);
        _requireState(jobId, JobState.Open);
        if (block.timestamp < order.claimBefore) revert Market_NotLapsed(jobId, order.claimBefore);

        _lapse(jobId, order);
    }

    /// @dev An order that was only signed holds no money yet; its tombstone keeps anybody from claiming it.
    function _cancel(JobId jobId, JobOrder calldata order) private {
        JobState state = _jobs[jobId].state();
        if (state != JobState.None && state != JobState.Open) revert Market_WrongState(jobId, state);

        _jobs[jobId] = JobSlots.terminal(JobState.Cancelled, 0);

        emit JobCancelled(jobId);
        if (state == JobState.Open) _giveBack(order);
    }

    function _requireNew(JobId jobId, JobOrder calldata order, JobTerms calldata terms) internal view {
        if (order.token != token) revert Market_WrongToken(token, order.token);
        OrderRules.check(order, terms, minimumWindow);
        _requireState(jobId, JobState.None);
    }
}
