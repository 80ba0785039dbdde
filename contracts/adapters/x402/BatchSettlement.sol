// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEscrow} from "../../escrow/IEscrow.sol";
import {Signatures} from "../../types/Signatures.sol";
import {BatchSettlementHash} from "./BatchSettlementHash.sol";
import {FilledChannels} from "./FilledChannels.sol";
import {IBatchSettlement} from "./IBatchSettlement.sol";

/// @title BatchSettlement
/// @dev Calls nobody but the escrow, and statically a receiver's authorizer. The escrow calls a token only in `deposit`, last of all,
/// under its own lock, which no step here that moves money can pass.
contract BatchSettlement is FilledChannels {
    uint256 private constant LONGEST_BATCH = 256;

    mapping(address receiver => mapping(address token => ReceiverState)) public receivers;
    mapping(bytes32 channelId => uint256) public refundNonce;

    constructor(IEscrow escrow_) FilledChannels(escrow_) {}

    /* CLAIMS AND REFUNDS */

    /// @inheritdoc IBatchSettlement
    function claim(VoucherClaim[] calldata voucherClaims) external {
        _requireBatch(voucherClaims.length);
        bytes32 separator = _domainSeparator();
        for (uint256 i = 0; i < voucherClaims.length; ++i) {
            ChannelConfig calldata config = voucherClaims[i].voucher.channel;
            bytes32 channelId = BatchSettlementHash.channelId(separator, config);
            _requireReceiverSide(channelId, config);
            _claim(separator, channelId, voucherClaims[i]);
        }
    }

    /// @inheritdoc IBatchSettlement
    function claimWithSignature(VoucherClaim[] calldata voucherClaims, bytes calldata authorizerSignature) external {
        _requireBatch(voucherClaims.length);
        bytes32 separator = _domainSeparator();
        address authorizer = voucherClaims[0].voucher.channel.receiverAuthorizer;
        _requireSigned(authorizer, BatchSettlementHash.claimBatch(separator, voucherClaims), authorizerSignature);
        for (uint256 i = 0; i < voucherClaims.length; ++i) {
            ChannelConfig calldata config = voucherClaims[i].voucher.channel;
            bytes32 channelId = BatchSettlementHash.channelId(separator, config);
            if (config.receiverAuthorizer != authorizer) revert BatchSettlement_NotAllowed(channelId, authorizer);
            _claim(separator, channelId, voucherClaims[i]);
        }
    }

    /// @inheritdoc IBatchSettlement
    function settle(address receiver, address token) external {
        ReceiverState storage state = receivers[receiver][token];
        uint128 amount = state.totalClaimed - state.totalSettled;
        if (amount == 0) return;

        state.totalSettled = state.totalClaimed;

        emit Settled(receiver, token, msg.sender, amount);
        _escrow.move(token, receiver, amount);
    }

    /// @inheritdoc IBatchSettlement
    function refund(ChannelConfig calldata config, uint128 amount) external {
        bytes32 channelId = getChannelId(config);
        _requireReceiverSide(channelId, config);
        _refund(channelId, config, amount);
    }

    /// @inheritdoc IBatchSettlement
    function refundWithSignature(
        ChannelConfig calldata config,
        uint128 amount,
        uint256 nonce,
        bytes calldata receiverAuthorizerSignature
    ) external {
        bytes32 channelId = getChannelId(config);
        uint256 current = refundNonce[channelId];
        if (nonce != current) revert BatchSettlement_NonceInvalid(channelId, current, nonce);
        _requireSigned(
            config.receiverAuthorizer, getRefundDigest(channelId, nonce, amount), receiverAuthorizerSignature
        );

        refundNonce[channelId] = current + 1;
        _refund(channelId, config, amount);
    }

    /* VIEWS */

    /// @inheritdoc IBatchSettlement
    function getVoucherDigest(bytes32 channelId, uint128 maxClaimableAmount) external view returns (bytes32) {
        return BatchSettlementHash.voucher(_domainSeparator(), channelId, maxClaimableAmount);
    }

    /// @inheritdoc IBatchSettlement
    function getRefundDigest(bytes32 channelId, uint256 nonce, uint128 amount) public view returns (bytes32) {
        return BatchSettlementHash.refund(_domainSeparator(), channelId, nonce, amount);
    }

    /// @inheritdoc IBatchSettlement
    function getClaimBatchDigest(VoucherClaim[] calldata voucherClaims) external view returns (bytes32) {
        return BatchSettlementHash.claimBatch(_domainSeparator(), voucherClaims);
    }

    /* INTERNALS */

    function _claim(bytes32 separator, bytes32 channelId, VoucherClaim calldata row) private {
        ChannelState storage channel = channels[channelId];
        (uint128 balance, uint128 before, uint128 total) = (channel.balance, channel.totalClaimed, row.totalClaimed);
        uint128 ceiling = row.voucher.maxClaimableAmount;
        if (total > ceiling) revert BatchSettlement_ClaimExceedsCeiling(channelId, ceiling, total);
        // A channel that the payer emptied must not hold up the others.
        if (total > balance) total = balance;
        if (total <= before) return;
        ChannelConfig calldata config = row.voucher.channel;
        bytes32 digest = BatchSettlementHash.voucher(separator, channelId, ceiling);
        if (!Signatures.isEcdsaOf(config.payerAuthorizer, digest, row.signature)) {
            revert BatchSettlement_SignatureInvalid(config.payerAuthorizer);
        }

        channel.totalClaimed = total;
        receivers[config.receiver][config.token].totalClaimed += total - before;

        emit Claimed(channelId, msg.sender, total - before, total);
    }

    function _refund(bytes32 channelId, ChannelConfig calldata config, uint128 asked) private {
        if (asked == 0) revert BatchSettlement_ZeroAmount();
        uint128 amount = _takeOut(channelId, asked);
        if (amount == 0) return;
        _lessenWithdrawal(channelId, amount);

        emit Refunded(channelId, msg.sender, amount);
        _giveBack(channelId, config, amount);
    }

    function _requireReceiverSide(bytes32 channelId, ChannelConfig calldata config) private view {
        if (msg.sender == config.receiver || msg.sender == config.receiverAuthorizer) return;
        revert BatchSettlement_NotAllowed(channelId, msg.sender);
    }

    function _requireSigned(address signer, bytes32 digest, bytes calldata signature) private view {
        if (!Signatures.isBy(signer, digest, signature)) revert BatchSettlement_SignatureInvalid(signer);
    }

    function _requireBatch(uint256 length) private pure {
        if (length == 0 || length > LONGEST_BATCH) revert BatchSettlement_BatchLengthInvalid(LONGEST_BATCH, length);
    }
}
