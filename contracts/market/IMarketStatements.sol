// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ExecutionId, JobId} from "../types/Ids.sol";
import {IJobMarket} from "./IJobMarket.sol";

/// @title Digests of what the market accepts signatures for, and its sums
/// @notice For wallets, programs and people at an explorer; the market itself does not need it.
interface IMarketStatements {
    /// @notice EIP-712 hash of the terms, the last member of the order. Not a digest: no domain.
    function hashStructJobTerms(IJobMarket.JobTerms calldata terms) external pure returns (bytes32);
    /// @notice EIP-712 hash of the details, the last member of the receipt. Not a digest: no domain.
    function hashStructReceiptDetails(IJobMarket.ReceiptDetails calldata details) external pure returns (bytes32);
    /// @notice EIP-712 digest of an order: its job's id.
    function hashJobOrder(IJobMarket.JobOrder calldata order, IJobMarket.JobTerms calldata terms)
        external
        view
        returns (JobId);
    /// @notice EIP-712 digest of a receipt: what node and buyer sign.
    function hashReceipt(
        ExecutionId executionId,
        address node,
        uint128 units,
        IJobMarket.ReceiptDetails calldata details
    ) external view returns (bytes32);
    /// @notice EIP-712 digest of what a buyer signs to cancel.
    function hashCancelJob(JobId jobId) external view returns (bytes32);
    /// @notice EIP-712 digest of what a buyer signs to dispute.
    /// @param complaint One of IJobMarket.Complaint.
    function hashDisputeExecution(ExecutionId executionId, bytes32 receiptHash, uint8 complaint)
        external
        view
        returns (bytes32);

    /// @notice What an order pays for `units`. Zero for an unknown unit kind, which no posted order has.
    function amountOf(IJobMarket.JobOrder calldata order, uint128 units) external pure returns (uint96);
    function executionIdOf(JobId jobId, uint16 attempt) external pure returns (ExecutionId);
    function market() external view returns (address);
}
