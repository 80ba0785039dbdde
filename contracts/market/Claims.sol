// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";

import {IPolicy} from "../attestation/IPolicy.sol";
import {ExecutionId, JobId} from "../types/Ids.sol";
import {ExecutionHash} from "./ExecutionHash.sol";
import {IJobMarket} from "./IJobMarket.sol";
import {JobSlots} from "./JobSlot.sol";
import {Orders} from "./Orders.sol";
import {OrderHash} from "./OrderHash.sol";
import {OrderRules} from "./OrderRules.sol";

/// @title A node takes a job, gives it back, or stays silent
abstract contract Claims is Orders {
    using ExecutionHash for Execution;
    using OrderHash for JobTerms;

    /// @inheritdoc IJobMarket
    function claim(JobOrder calldata order, JobTerms calldata terms) external locks returns (ExecutionId executionId) {
        JobId jobId = _jobId(order, terms.hash());
        uint16 attempt = _requireState(jobId, JobState.Open).attempt();
        // The last attempt is never claimed, so that ending one can always count up.
        if (attempt == type(uint16).max) revert Market_AttemptsExhausted(jobId);
        return _claim(jobId, attempt, order, terms);
    }

    /// @inheritdoc IJobMarket
    function claimSigned(JobOrder calldata order, JobTerms calldata terms, bytes calldata signature)
        external
        locks
        returns (ExecutionId executionId)
    {
        JobId jobId = _jobId(order, terms.hash());
        _requireNew(jobId, order, terms);

        emit JobFunded(jobId, order.buyer, terms.resourceClass, order.funding, _funded(order));
        // The money comes before any commitment, and before the node's stake is looked at: a token or an account that is asked
        // may do anything meanwhile but enter here.
        _fund(jobId, order, signature);
        return _claim(jobId, 0, order, terms);
    }

    /// @inheritdoc IJobMarket
    function decline(JobId jobId, Execution calldata execution) external locks {
        uint16 attempt = _requireRecord(jobId, JobState.Running, execution);
        if (msg.sender != execution.node) revert Market_NotNode(jobId, execution.node, msg.sender);
        uint40 declineBefore = execution.claimedAt + declineTime;
        // Whoever let its run time pass was silent, and pays the penalty.
        if (declineBefore > execution.submitBy) declineBefore = execution.submitBy + 1;
        if (block.timestamp >= declineBefore) revert Market_DeclineTooLate(jobId, declineBefore);

        _jobs[jobId] = JobSlots.open(attempt + 1);

        emit JobReopened(jobId, ExecutionHash.executionId(jobId, attempt), true);
        _staking.release(execution.provider, execution.exposure);
    }

    /// @inheritdoc IJobMarket
    function expire(JobOrder calldata order, bytes32 termsHash, Execution calldata execution) external locks {
        JobId jobId = _jobId(order, termsHash);
        uint16 attempt = _requireRecord(jobId, JobState.Running, execution);
        if (block.timestamp <= execution.submitBy) revert Market_NotExpired(jobId, execution.submitBy);

        ExecutionId executionId = ExecutionHash.executionId(jobId, attempt);
        // At most the exposure: the penalty is a part of the whole.
        uint96 penalty = uint96(uint256(execution.exposure) * livenessPenalty / OrderRules.WHOLE);
        emit ExecutionExpired(jobId, executionId, execution.node, penalty);
        if (block.timestamp < order.claimBefore) {
            _jobs[jobId] = JobSlots.open(attempt + 1);
            emit JobReopened(jobId, executionId, false);
        } else {
            _lapse(jobId, order);
        }
        _staking.slash(execution.provider, execution.exposure, penalty, address(0), 0);
    }

    function _claim(JobId jobId, uint16 attempt, JobOrder calldata order, JobTerms calldata terms)
        private
        returns (ExecutionId executionId)
    {
        if (block.timestamp >= order.claimBefore) revert Market_ClaimTooLate(jobId, order.claimBefore);
        if (terms.policy != address(0) && !_accepts(terms.policy, msg.sender)) {
            revert Market_PolicyRefused(jobId, terms.policy, msg.sender);
        }

        // Before the record, because the record names what it answers.
        (address provider, address payee) = _staking.commit(msg.sender, order.exposure);
        _requireWelcome(jobId, terms, provider);
        Execution memory execution;
        execution.node = msg.sender;
        execution.provider = provider;
        execution.payee = payee;
        execution.exposure = order.exposure;
        execution.claimedAt = uint40(block.timestamp);
        execution.submitBy = uint40(block.timestamp) + order.runTime;
        _jobs[jobId] = JobSlots.live(JobState.Running, attempt, execution.hashMemory());

        executionId = ExecutionHash.executionId(jobId, attempt);
        emit JobClaimed(jobId, executionId, msg.sender, attempt, provider, payee, order.exposure, execution.submitBy);
    }

    /// @dev From the buyer's account by its signature of the order, or from its wallet: then what the token or Permit2 is asked
    /// for names this contract and this order, so that their acceptance is the buyer's.
    function _fund(JobId jobId, JobOrder calldata order, bytes calldata signature) private {
        (address buyer, uint256 amount, bytes32 intent) = (order.buyer, _funded(order), JobId.unwrap(jobId));
        if (order.funding == OrderRules.FUNDED_FROM_ACCOUNT) {
            _requireBuyerSigned(jobId, buyer, intent, signature);
            _escrow.draw(buyer, order.token, amount, order.epoch);
        } else if (order.funding == OrderRules.FUNDED_BY_AUTHORIZATION) {
            _escrow.pullWithAuthorization(buyer, order.token, amount, order.claimBefore, intent, signature);
        } else {
            // Permit2's deadline is the last second, an order's the first one that is too late.
            _escrow.pullWithPermit2(
                buyer, order.token, amount, uint256(intent), order.claimBefore - 1, intent, signature
            );
        }
    }

    /// @dev Until the second `exclusiveUntil`, that one included, only the node or the provider that the buyer named.
    function _requireWelcome(JobId jobId, JobTerms calldata terms, address provider) private view {
        if (block.timestamp > terms.exclusiveUntil) return;
        if (
            (terms.node != address(0) && terms.node != msg.sender)
                || (terms.provider != address(0) && terms.provider != provider)
        ) revert Market_ClaimExclusive(jobId, terms.provider, terms.node, terms.exclusiveUntil);
    }

    /// @dev Whatever a policy answers but a clean `true` is a refusal: also a revert, or no contract at all.
    function _accepts(address policy, address node) private view returns (bool) {
        (bool success, bytes32 answer,) =
            LowLevelCall.staticcallReturn64Bytes(policy, abi.encodeCall(IPolicy.accepts, (node)));
        return success && LowLevelCall.returnDataSize() == 32 && answer == bytes32(uint256(1));
    }
}
