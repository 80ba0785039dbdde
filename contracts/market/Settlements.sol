// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ExecutionId, JobId} from "../types/Ids.sol";
import {Signatures} from "../types/Signatures.sol";
import {Claims} from "./Claims.sol";
import {ExecutionHash} from "./ExecutionHash.sol";
import {IJobMarket} from "./IJobMarket.sol";
import {JobSlots} from "./JobSlot.sol";
import {OrderRules} from "./OrderRules.sol";
import {Price} from "./Price.sol";

/// @title A node states its receipt, and both sides or silence settle it
abstract contract Settlements is Claims {
    using ExecutionHash for Execution;
    using Price for JobOrder;

    /// @inheritdoc IJobMarket
    function submit(JobId jobId, Execution calldata execution, Work calldata work) external locks {
        uint16 attempt = _requireRecord(jobId, JobState.Running, execution);
        if (msg.sender != execution.node) revert Market_NotNode(jobId, execution.node, msg.sender);
        if (block.timestamp > execution.submitBy) revert Market_SubmitTooLate(jobId, execution.submitBy);

        ExecutionId executionId = ExecutionHash.executionId(jobId, attempt);
        Execution memory submitted = execution;
        submitted.submittedAt = uint40(block.timestamp);
        submitted.receiptHash = _receiptHash(executionId, msg.sender, work.units, work.detailsHash);
        _jobs[jobId] = JobSlots.live(JobState.Submitted, attempt, submitted.hashMemory());

        emit ReceiptSubmitted(jobId, executionId, msg.sender, work.units, work.detailsHash, submitted.receiptHash);
    }

    /// @inheritdoc IJobMarket
    function settleCosigned(
        JobOrder calldata order,
        bytes32 termsHash,
        Execution calldata execution,
        Work calldata work,
        bytes calldata nodeSignature,
        bytes calldata buyerSignature
    ) external locks {
        JobId jobId = _jobId(order, termsHash);
        // Never a disputed one: who is both sides would end each dispute whose jurors it dislikes, before that costs a fee.
        ExecutionId executionId = _requireUpTo(jobId, JobState.Submitted, execution);
        bytes32 receiptHash = _receiptHash(executionId, execution.node, work.units, work.detailsHash);
        if (msg.sender != execution.node) _requireNodeSigned(jobId, execution, receiptHash, nodeSignature);
        if (msg.sender != order.buyer) _requireBuyerSigned(jobId, order.buyer, receiptHash, buyerSignature);

        uint256 payment = order.amount(work.units);
        _settle(
            jobId,
            executionId,
            order,
            execution,
            work.units,
            Outcome(JobState.SettledCosigned, payment, _funded(order) - payment, receiptHash)
        );
    }

    /// @inheritdoc IJobMarket
    function settleSilent(JobOrder calldata order, bytes32 termsHash, Execution calldata execution, Work calldata work)
        external
        locks
    {
        JobId jobId = _jobId(order, termsHash);
        uint16 attempt = _requireRecord(jobId, JobState.Submitted, execution);
        uint40 until = execution.submittedAt + order.window;
        if (block.timestamp <= until) revert Market_WindowOpen(jobId, until);
        (ExecutionId executionId, bytes32 receiptHash) = _requireReceipt(jobId, attempt, execution, work);

        bool pays = order.onSilence == OrderRules.SILENCE_PAYS;
        uint256 payment = pays ? order.amount(work.units) : 0;
        _settle(
            jobId,
            executionId,
            order,
            execution,
            work.units,
            Outcome(
                pays ? JobState.SettledSilent : JobState.RefundedSilent, payment, _funded(order) - payment, receiptHash
            )
        );
    }

    /// @dev By having submitted this very receipt, or by its key's signature.
    function _requireNodeSigned(
        JobId jobId,
        Execution calldata execution,
        bytes32 receiptHash,
        bytes calldata signature
    ) internal pure {
        if (execution.receiptHash != receiptHash && !Signatures.isEcdsaOf(execution.node, receiptHash, signature)) {
            revert Market_NodeSignatureInvalid(jobId, execution.node);
        }
    }
}
