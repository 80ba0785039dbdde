// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {IJobMarket} from "../market/IJobMarket.sol";
import {OrderHash} from "../market/OrderHash.sol";
import {Price} from "../market/Price.sol";
import {ReceiptHash} from "../market/ReceiptHash.sol";
import {JobId} from "../types/Ids.sol";
import {Signatures} from "../types/Signatures.sol";
import {TypedData} from "../types/TypedData.sol";
import {IReceipts} from "./IReceipts.sol";

/// @title Receipts
contract Receipts is IReceipts {
    using ReceiptHash for IJobMarket.ReceiptDetails;

    /// @dev Values of a job's receipt: other contexts number theirs.
    uint8 private constant CONTEXT_JOB = 0;
    uint64 private constant ONLY_RECEIPT = 0;

    IJobMarket private immutable _market;

    constructor(IJobMarket market_) {
        _market = market_;
    }

    /// @inheritdoc IReceipts
    function verify(Receipt calldata receipt, IJobMarket.JobOrder calldata order, IJobMarket.JobTerms calldata terms)
        external
        view
        returns (Verification memory verification)
    {
        JobId jobId = _market.hashJobOrder(order, terms);
        IJobMarket.Job memory job = _market.jobOf(jobId);
        // An order of an unknown unit kind was never posted; it comes to nothing instead of stopping the answer.
        bool priced = Price.unitSize(order.unitKind) != 0;

        verification.state = job.state;
        verification.amount = priced ? Price.amount(order, receipt.units) : 0;
        verification.receiptHash = _hash(receipt);
        verification.recorded = _isRecorded(job, verification.receiptHash);
        verification.consistent = priced && _matchesJob(receipt.details, jobId, order, terms)
            && _matchesPrice(receipt.details, order) && receipt.details.amount == verification.amount;
    }

    /// @inheritdoc IReceipts
    function isSignedByNode(Receipt calldata receipt, bytes calldata signature) external view returns (bool) {
        return Signatures.isEcdsaOf(receipt.node, _hash(receipt), signature);
    }

    /// @inheritdoc IReceipts
    function market() external view returns (address) {
        return address(_market);
    }

    function _hash(Receipt calldata receipt) private view returns (bytes32) {
        bytes32 domain = TypedData.domainSeparator(OrderHash.DOMAIN_NAME, address(_market));
        bytes32 details = receipt.details.hash();
        return MessageHashUtils.toTypedDataHash(
            domain, ReceiptHash.hash(receipt.executionId, receipt.node, receipt.units, details)
        );
    }

    /// @dev A terminal slot holds 31 bytes of the hash, from the left.
    function _isRecorded(IJobMarket.Job memory job, bytes32 receiptHash) private pure returns (bool) {
        return job.state >= IJobMarket.JobState.SettledCosigned && bytes31(job.hash) == bytes31(receiptHash);
    }

    function _matchesJob(
        IJobMarket.ReceiptDetails calldata details,
        JobId jobId,
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms
    ) private pure returns (bool) {
        return details.contextKind == CONTEXT_JOB && details.contextId == JobId.unwrap(jobId)
            && details.sequence == ONLY_RECEIPT && details.buyer == order.buyer && details.token == order.token
            && details.manifestHash == terms.manifestHash;
    }

    function _matchesPrice(IJobMarket.ReceiptDetails calldata details, IJobMarket.JobOrder calldata order)
        private
        pure
        returns (bool)
    {
        return details.unitKind == order.unitKind && details.unitSize == Price.unitSize(order.unitKind)
            && details.fixedPrice == order.fixedPrice && details.price == order.price;
    }
}
