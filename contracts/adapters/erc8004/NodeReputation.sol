// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {ShortStrings} from "@openzeppelin/contracts/utils/ShortStrings.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {IEscrow} from "../../escrow/IEscrow.sol";
import {IJobMarket} from "../../market/IJobMarket.sol";
import {IReceipts} from "../../receipts/IReceipts.sol";
import {IStaking} from "../../staking/IStaking.sol";
import {Signatures} from "../../types/Signatures.sol";
import {TypedData} from "../../types/TypedData.sol";
import {FeedbackHash} from "./FeedbackHash.sol";
import {Feedbacks} from "./Feedbacks.sol";
import {INodeIdentities} from "./INodeIdentities.sol";
import {INodeReputation} from "./INodeReputation.sol";

/// @title NodeReputation
/// @dev Calls lenses, and a buyer's contract statically. Holds no money and moves none.
contract NodeReputation is Feedbacks, Multicall {
    using FeedbackHash for Feedback;
    using Strings for string;

    /// @dev 10^20 with all its digits.
    int256 private constant LARGEST_VALUE = 1e38;

    IReceipts private immutable _receipts;
    INodeIdentities private immutable _identities;
    IStaking private immutable _staking;
    IEscrow private immutable _escrow;
    address private immutable _token;

    /// @dev Two slots.
    mapping(bytes32 receiptHash => Proof) private _proofs;

    /// @param identities_ Over the staking whose market `receipts_` looks at.
    constructor(IReceipts receipts_, INodeIdentities identities_) {
        _receipts = receipts_;
        _identities = identities_;
        _staking = IStaking(identities_.staking());
        _escrow = IEscrow(receipts_.escrow());
        _token = _staking.token();
    }

    /// @inheritdoc INodeReputation
    function prove(
        IReceipts.Receipt calldata receipt,
        IJobMarket.JobOrder calldata order,
        IJobMarket.JobTerms calldata terms
    ) external returns (bytes32 receiptHash) {
        IReceipts.Verification memory verification = _receipts.verify(receipt, order, terms);
        receiptHash = verification.receiptHash;
        if (!verification.recorded) revert NodeReputation_NotRecorded(receiptHash);
        // Whoever proves in front of somebody must not make its call fail.
        if (_proofs[receiptHash].buyer != address(0)) return receiptHash;

        _proofs[receiptHash] = Proof(order.buyer, verification.state, 0, receipt.node);

        emit ReceiptProved(receiptHash, uint160(receipt.node), order.buyer, verification.state);
    }

    /// @inheritdoc INodeReputation
    function giveFeedback(
        uint256 agentId,
        int128 value,
        uint8 valueDecimals,
        string calldata tag1,
        string calldata tag2,
        string calldata endpoint,
        string calldata feedbackURI,
        bytes32 feedbackHash
    ) external {
        Proof memory proof = _requireProved(feedbackHash);
        if (msg.sender != proof.buyer) revert NodeReputation_NotBuyer(proof.buyer, msg.sender);
        if (agentId != uint160(proof.node)) revert NodeReputation_WrongAgent(uint160(proof.node), agentId);
        string memory ending = endingOf(proof.state);
        if (bytes(tag2).length != 0 && !ending.equal(tag2)) revert NodeReputation_WrongTag(ending, tag2);
        _give(proof, Feedback(feedbackHash, value, valueDecimals, tag1, endpoint, feedbackURI, 0));
    }

    /// @inheritdoc INodeReputation
    function giveFeedbackFor(Feedback calldata feedback, bytes calldata signature) external {
        if (block.timestamp > feedback.deadline) revert NodeReputation_StatementExpired(feedback.deadline);
        Proof memory proof = _requireProved(feedback.receiptHash);
        if (!Signatures.isBy(proof.buyer, hashFeedback(feedback), signature)) {
            revert NodeReputation_SignatureInvalid(proof.buyer);
        }
        _give(proof, feedback);
    }

    /* VIEWS */

    /// @inheritdoc INodeReputation
    function proofOf(bytes32 receiptHash) external view returns (Proof memory) {
        return _proofs[receiptHash];
    }

    /// @inheritdoc INodeReputation
    function getIdentityRegistry() external view returns (address) {
        return address(_identities);
    }

    /// @inheritdoc INodeReputation
    function receipts() external view returns (address) {
        return address(_receipts);
    }

    /// @inheritdoc INodeReputation
    function hashFeedback(Feedback calldata feedback) public view returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(TypedData.domainSeparator(FeedbackHash.DOMAIN_NAME), feedback.hash());
    }

    /* INTERNALS */

    /// @dev Of a buyer who said so.
    function _give(Proof memory proof, Feedback memory feedback) private {
        if (proof.feedbackIndex != 0) revert NodeReputation_Given(feedback.receiptHash);
        _requireStrangers(proof.buyer, proof.node);
        _requireInRange(feedback.value, feedback.valueDecimals);

        uint256 agentId = uint160(proof.node);
        uint64 index = ++_lastIndexes[agentId][proof.buyer];
        _proofs[feedback.receiptHash].feedbackIndex = index;
        _entries[agentId][proof.buyer][index] = Entry({
            value: feedback.value,
            valueDecimals: feedback.valueDecimals,
            state: proof.state,
            revoked: false,
            responses: 0,
            tag1: ShortStrings.toShortString(feedback.tag1)
        });

        emit NewFeedback(
            agentId,
            proof.buyer,
            index,
            feedback.value,
            feedback.valueDecimals,
            feedback.tag1,
            feedback.tag1,
            endingOf(proof.state),
            feedback.endpoint,
            feedback.feedbackURI,
            feedback.receiptHash
        );
    }

    function _requireProved(bytes32 receiptHash) private view returns (Proof memory proof) {
        proof = _proofs[receiptHash];
        if (proof.buyer == address(0)) revert NodeReputation_NotProved(receiptHash);
    }

    /// @dev Of those that the chain knows by name.
    function _requireStrangers(address buyer, address node) private view {
        IStaking.Node memory facts = _staking.nodeOf(node);
        if (_profits(buyer, node, facts) || _profits(_escrow.sessionOwnerOf(buyer, _token), node, facts)) {
            revert NodeReputation_SelfDealing(buyer, node);
        }
    }

    function _profits(address who, address node, IStaking.Node memory facts) private pure returns (bool) {
        return who == facts.provider || who == facts.payee || who == node;
    }

    function _requireInRange(int128 value, uint8 valueDecimals) private pure {
        if (valueDecimals > MOST_DECIMALS) revert NodeReputation_ValueOutOfRange(value, valueDecimals);
        int256 size = scaled(value, valueDecimals);
        if (size > LARGEST_VALUE || size < -LARGEST_VALUE) revert NodeReputation_ValueOutOfRange(value, valueDecimals);
    }
}
