// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {EscrowHash} from "../escrow/EscrowHash.sol";
import {IChannels} from "../escrow/IChannels.sol";
import {IJobMarket} from "../market/IJobMarket.sol";
import {OrderHash} from "../market/OrderHash.sol";
import {Price} from "../market/Price.sol";
import {ReceiptHash} from "../market/ReceiptHash.sol";
import {ExecutionId, JobId} from "../types/Ids.sol";
import {Signatures} from "../types/Signatures.sol";
import {SignaturesP256} from "../types/SignaturesP256.sol";
import {TypedData} from "../types/TypedData.sol";
import {IReceipts} from "./IReceipts.sol";
import {ReceiptTree} from "./ReceiptTree.sol";

/// @title Receipts
contract Receipts is IReceipts {
    using ReceiptHash for IJobMarket.ReceiptDetails;

    uint8 private constant CONTEXT_JOB = 0;
    uint8 private constant CONTEXT_CHANNEL = 1;
    /// @dev Of a job's receipt: a channel numbers its receipts.
    uint64 private constant ONLY_RECEIPT = 0;
    uint256 private constant P256_SIGNATURE_LENGTH = 128;

    IJobMarket private immutable _market;
    IChannels private immutable _escrow;
    uint256 private immutable _chainId;

    constructor(IJobMarket market_) {
        _market = market_;
        _escrow = IChannels(market_.escrow());
        _chainId = block.chainid;
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
    function verifyChannel(Receipt calldata receipt, IChannels.Channel calldata channel, VoucherProof calldata proof)
        external
        view
        returns (ChannelVerification memory verification)
    {
        bytes32 channelId = EscrowHash.hash(channel);
        IChannels.ChannelRecord memory record = _escrow.channelOf(channelId);
        uint256 due = _due(receipt);

        verification.state = record.state;
        verification.redeemed = record.redeemed;
        verification.receiptHash = _hash(receipt);
        verification.amount = due > type(uint96).max ? type(uint96).max : uint96(due);
        verification.consistent = _matchesChannel(receipt, channelId, channel) && receipt.details.amount == due
            && proof.cumulativeAfter >= due;
        verification.included = proof.cumulative >= proof.cumulativeAfter
            && ReceiptTree.includes(
                proof.receiptsRoot,
                ReceiptTree.leaf(verification.receiptHash, receipt.details.sequence, proof.cumulativeAfter),
                proof.siblings
            );
        verification.signed = _isSignedFor(channelId, channel.signer, proof);
        verification.covered = verification.included && verification.signed && record.redeemed >= proof.cumulativeAfter;
    }

    /// @inheritdoc IReceipts
    function isSignedByNode(Receipt calldata receipt, bytes calldata signature) external view returns (bool) {
        return Signatures.isEcdsaOf(receipt.node, _hash(receipt), signature);
    }

    /// @inheritdoc IReceipts
    function market() external view returns (address) {
        return address(_market);
    }

    /// @inheritdoc IReceipts
    function escrow() external view returns (address) {
        return address(_escrow);
    }

    /// @inheritdoc IReceipts
    function leafOf(bytes32 receiptHash, uint64 sequence, uint96 cumulativeAfter) external pure returns (bytes32) {
        return ReceiptTree.leaf(receiptHash, sequence, cumulativeAfter);
    }

    /// @inheritdoc IReceipts
    function channelExecutionIdOf(bytes32 channelId, uint64 sequence) public pure returns (ExecutionId) {
        return ExecutionId.wrap(keccak256(abi.encode(channelId, sequence)));
    }

    function _hash(Receipt calldata receipt) private view returns (bytes32) {
        // As the market itself answers: no receipt counts on a fork with another id.
        if (block.chainid != _chainId) revert IJobMarket.Market_WrongChain(_chainId, block.chainid);
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

    /// @dev A channel has no order: the price is the receipt's own, which the voucher's signer accepted with it.
    function _matchesChannel(Receipt calldata receipt, bytes32 channelId, IChannels.Channel calldata channel)
        private
        pure
        returns (bool)
    {
        IJobMarket.ReceiptDetails calldata details = receipt.details;
        bytes32 executionId = ExecutionId.unwrap(channelExecutionIdOf(channelId, details.sequence));
        return details.contextKind == CONTEXT_CHANNEL && details.contextId == channelId
            && ExecutionId.unwrap(receipt.executionId) == executionId && details.buyer == channel.payer
            && details.token == channel.token && details.unitSize != 0
            && details.unitSize == Price.unitSize(details.unitKind);
    }

    /// @return What a channel's receipt comes to by its own price; nothing where its unit kind is unknown.
    function _due(Receipt calldata receipt) private pure returns (uint256) {
        IJobMarket.ReceiptDetails calldata details = receipt.details;
        if (Price.unitSize(details.unitKind) == 0) return 0;
        return Price.due(details.unitKind, details.fixedPrice, details.price, receipt.units);
    }

    function _isSignedFor(bytes32 channelId, address signer, VoucherProof calldata proof) private view returns (bool) {
        bytes32 separator = TypedData.domainSeparator(EscrowHash.DOMAIN_NAME, address(_escrow));
        bytes32 digest = EscrowHash.voucherDigest(separator, channelId, proof.cumulative, proof.receiptsRoot);
        if (proof.signature.length != P256_SIGNATURE_LENGTH) {
            return Signatures.isEcdsaOf(signer, digest, proof.signature);
        }
        (bytes32 r, bytes32 s, bytes32 x, bytes32 y) = abi.decode(proof.signature, (bytes32, bytes32, bytes32, bytes32));
        return EscrowHash.signerOfP256(x, y) == signer && SignaturesP256.isOf(x, y, digest, r, s);
    }
}
