// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ExecutionId, JobId} from "../types/Ids.sol";
import {ExecutionHash} from "./ExecutionHash.sol";
import {IJobMarket} from "./IJobMarket.sol";
import {JobSlots} from "./JobSlot.sol";
import {OrderHash} from "./OrderHash.sol";
import {OrderRules} from "./OrderRules.sol";
import {Price} from "./Price.sol";
import {Settlements} from "./Settlements.sol";
import {StatementHash} from "./StatementHash.sol";

/// @title A buyer contests a receipt; a resolver, its silence, or the node's own contradiction ends it
abstract contract Disputes is Settlements {
    using ExecutionHash for Execution;
    using OrderHash for JobTerms;
    using Price for JobOrder;

    /// @inheritdoc IJobMarket
    function dispute(JobOrder calldata order, bytes32 termsHash, Execution calldata execution, Complaint complaint)
        external
        locks
    {
        JobId jobId = _jobId(order, termsHash);
        _requireBuyer(jobId, order.buyer);
        _dispute(jobId, _requireRecord(jobId, JobState.Submitted, execution), order, execution, complaint);
    }

    /// @inheritdoc IJobMarket
    function disputeFor(
        JobOrder calldata order,
        bytes32 termsHash,
        Execution calldata execution,
        Complaint complaint,
        bytes calldata buyerSignature
    ) external locks {
        JobId jobId = _jobId(order, termsHash);
        uint16 attempt = _requireRecord(jobId, JobState.Submitted, execution);
        bytes32 digest = _digest(
            StatementHash.disputeExecution(ExecutionHash.executionId(jobId, attempt), execution.receiptHash, complaint)
        );
        _requireBuyerSigned(jobId, order.buyer, digest, buyerSignature);
        _dispute(jobId, attempt, order, execution, complaint);
    }

    /// @inheritdoc IJobMarket
    function resolve(
        JobOrder calldata order,
        JobTerms calldata terms,
        Execution calldata execution,
        Work calldata work,
        Verdict calldata verdict
    ) external locks {
        JobId jobId = _jobId(order, terms.hash());
        uint16 attempt = _requireRecord(jobId, JobState.Disputed, execution);
        if (msg.sender != terms.resolver) revert Market_NotResolver(jobId, terms.resolver, msg.sender);
        uint40 until = execution.disputedAt + terms.verdictTime;
        if (block.timestamp > until) revert Market_VerdictTooLate(jobId, until);
        (ExecutionId executionId, bytes32 receiptHash) = _requireReceipt(jobId, attempt, execution, work);
        _requireFee(jobId, order, verdict);

        if (verdict.finding == Finding.Upheld) {
            uint256 amount = order.amount(work.units);
            uint256 payment = amount + order.bond - verdict.fee;
            _settle(
                jobId,
                executionId,
                order,
                execution,
                work.units,
                Outcome(JobState.SettledResolved, payment, order.maxPay - amount, receiptHash)
            );
            if (verdict.fee != 0) _escrow.move(order.token, verdict.feeRecipient, verdict.fee);
        } else {
            _refuse(
                jobId,
                executionId,
                order,
                execution,
                work.units,
                Outcome(JobState.RefundedResolved, 0, 0, receiptHash),
                verdict
            );
        }
    }

    /// @inheritdoc IJobMarket
    function resolveByTimeout(
        JobOrder calldata order,
        JobTerms calldata terms,
        Execution calldata execution,
        Work calldata work
    ) external locks {
        JobId jobId = _jobId(order, terms.hash());
        uint16 attempt = _requireRecord(jobId, JobState.Disputed, execution);
        uint40 until = execution.disputedAt + terms.verdictTime;
        if (block.timestamp <= until) revert Market_VerdictPending(jobId, until);
        (ExecutionId executionId, bytes32 receiptHash) = _requireReceipt(jobId, attempt, execution, work);

        uint256 payment = uint256(order.amount(work.units)) * terms.timeoutSplit / OrderRules.WHOLE;
        _settle(
            jobId,
            executionId,
            order,
            execution,
            work.units,
            Outcome(JobState.SettledSplit, payment, _funded(order) - payment, receiptHash)
        );
    }

    /// @inheritdoc IJobMarket
    function proveEquivocation(
        JobOrder calldata order,
        bytes32 termsHash,
        Execution calldata execution,
        SignedWork calldata one,
        SignedWork calldata other
    ) external locks {
        JobId jobId = _jobId(order, termsHash);
        ExecutionId executionId = _requireUpTo(jobId, JobState.Disputed, execution);
        bytes32 receiptHash = _requireSignedReceipt(jobId, executionId, execution, one);
        if (receiptHash == _requireSignedReceipt(jobId, executionId, execution, other)) {
            revert Market_ReceiptsEqual(jobId, receiptHash);
        }

        _refuse(
            jobId,
            executionId,
            order,
            execution,
            one.work.units,
            Outcome(JobState.RefundedEquivocation, 0, 0, receiptHash),
            Verdict(Finding.Wrong, 0, address(0))
        );
    }

    function _dispute(
        JobId jobId,
        uint16 attempt,
        JobOrder calldata order,
        Execution calldata execution,
        Complaint complaint
    ) private {
        uint40 until = execution.submittedAt + order.window;
        if (block.timestamp > until) revert Market_WindowOver(jobId, until);
        if (complaint == Complaint.None) revert Market_ComplaintInvalid(jobId);

        Execution memory disputed = execution;
        disputed.disputedAt = uint40(block.timestamp);
        disputed.complaint = uint8(complaint);
        _jobs[jobId] = JobSlots.live(JobState.Disputed, attempt, disputed.hashMemory());

        emit ExecutionDisputed(jobId, ExecutionHash.executionId(jobId, attempt), complaint);
    }

    function _requireSignedReceipt(
        JobId jobId,
        ExecutionId executionId,
        Execution calldata execution,
        SignedWork calldata signed
    ) private view returns (bytes32 receiptHash) {
        receiptHash = _receiptHash(executionId, execution.node, signed.work.units, signed.work.detailsHash);
        _requireNodeSigned(jobId, execution, receiptHash, signed.nodeSignature);
    }

    function _requireFee(JobId jobId, JobOrder calldata order, Verdict calldata verdict) private pure {
        uint96 limit = order.bond;
        if (verdict.finding != Finding.Upheld && order.exposure < limit) limit = order.exposure;
        if (verdict.fee > limit) revert Market_FeeTooHigh(jobId, limit, verdict.fee);
    }
}
