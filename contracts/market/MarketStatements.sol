// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {ExecutionId, JobId} from "../types/Ids.sol";
import {TypedData} from "../types/TypedData.sol";
import {ExecutionHash} from "./ExecutionHash.sol";
import {IJobMarket} from "./IJobMarket.sol";
import {IMarketStatements} from "./IMarketStatements.sol";
import {OrderHash} from "./OrderHash.sol";
import {Price} from "./Price.sol";
import {ReceiptHash} from "./ReceiptHash.sol";
import {StatementHash} from "./StatementHash.sol";

/// @title MarketStatements
/// @dev Apart from the market, whose code is long enough, and dearer to call by every function more.
contract MarketStatements is IMarketStatements {
    using OrderHash for IJobMarket.JobTerms;
    using Price for IJobMarket.JobOrder;
    using ReceiptHash for IJobMarket.ReceiptDetails;

    IJobMarket private immutable _market;

    constructor(IJobMarket market_) {
        _market = market_;
    }

    /// @inheritdoc IMarketStatements
    function hashStructJobTerms(IJobMarket.JobTerms calldata terms) external pure returns (bytes32) {
        return terms.hash();
    }

    /// @inheritdoc IMarketStatements
    function hashStructReceiptDetails(IJobMarket.ReceiptDetails calldata details) external pure returns (bytes32) {
        return details.hash();
    }

    /// @inheritdoc IMarketStatements
    function hashJobOrder(IJobMarket.JobOrder calldata order, IJobMarket.JobTerms calldata terms)
        external
        view
        returns (JobId)
    {
        return _market.hashJobOrder(order, terms);
    }

    /// @inheritdoc IMarketStatements
    function hashReceipt(
        ExecutionId executionId,
        address node,
        uint128 units,
        IJobMarket.ReceiptDetails calldata details
    ) external view returns (bytes32) {
        return _digest(ReceiptHash.hash(executionId, node, units, details.hash()));
    }

    /// @inheritdoc IMarketStatements
    function hashCancelJob(JobId jobId) external view returns (bytes32) {
        return _digest(StatementHash.cancelJob(jobId));
    }

    /// @inheritdoc IMarketStatements
    function hashDisputeExecution(ExecutionId executionId, bytes32 receiptHash, uint8 complaint)
        external
        view
        returns (bytes32)
    {
        return _digest(StatementHash.disputeExecution(executionId, receiptHash, IJobMarket.Complaint(complaint)));
    }

    /// @inheritdoc IMarketStatements
    function amountOf(IJobMarket.JobOrder calldata order, uint128 units) external pure returns (uint96) {
        return Price.unitSize(order.unitKind) == 0 ? 0 : order.amount(units);
    }

    /// @inheritdoc IMarketStatements
    function executionIdOf(JobId jobId, uint16 attempt) external pure returns (ExecutionId) {
        return ExecutionHash.executionId(jobId, attempt);
    }

    /// @inheritdoc IMarketStatements
    function market() external view returns (address) {
        return address(_market);
    }

    function _digest(bytes32 structHash) private view returns (bytes32) {
        bytes32 domain = TypedData.domainSeparator(OrderHash.DOMAIN_NAME, address(_market));
        return MessageHashUtils.toTypedDataHash(domain, structHash);
    }
}
