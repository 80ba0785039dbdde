// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ExecutionId, JobId} from "../types/Ids.sol";
import {IJobMarket} from "./IJobMarket.sol";

/// @title EIP-712 types of what a buyer says by signature and others carry
/// @notice Each binds one job or one receipt of one execution, and does nothing a second time: none needs a nonce.
library StatementHash {
    bytes32 private constant CANCEL_JOB_TYPEHASH = keccak256("CancelJob(bytes32 jobId)");
    bytes32 private constant DISPUTE_EXECUTION_TYPEHASH =
        keccak256("DisputeExecution(bytes32 executionId,bytes32 receiptHash,uint8 complaint)");

    function cancelJob(JobId jobId) internal pure returns (bytes32) {
        return keccak256(abi.encode(CANCEL_JOB_TYPEHASH, jobId));
    }

    function disputeExecution(ExecutionId executionId, bytes32 receiptHash, IJobMarket.Complaint complaint)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(DISPUTE_EXECUTION_TYPEHASH, executionId, receiptHash, complaint));
    }
}
