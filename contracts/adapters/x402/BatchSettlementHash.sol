// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {IBatchSettlement} from "./IBatchSettlement.sol";

/// @title EIP-712 types of x402's batch-settlement, word for word
/// @notice Here a channel's id is a digest, so that it holds the domain.
library BatchSettlementHash {
    string internal constant DOMAIN_NAME = "x402 Batch Settlement";

    bytes32 private constant CHANNEL_CONFIG_TYPEHASH = keccak256(
        "ChannelConfig(address payer,address payerAuthorizer,address receiver,address receiverAuthorizer,address token,"
        "uint40 withdrawDelay,bytes32 salt)"
    );
    bytes32 private constant VOUCHER_TYPEHASH = keccak256("Voucher(bytes32 channelId,uint128 maxClaimableAmount)");
    bytes32 private constant REFUND_TYPEHASH = keccak256("Refund(bytes32 channelId,uint256 nonce,uint128 amount)");
    bytes32 private constant CLAIM_ENTRY_TYPEHASH =
        keccak256("ClaimEntry(bytes32 channelId,uint128 maxClaimableAmount,uint128 totalClaimed)");
    bytes32 private constant CLAIM_BATCH_TYPEHASH = keccak256(
        "ClaimBatch(ClaimEntry[] claims)ClaimEntry(bytes32 channelId,uint128 maxClaimableAmount,uint128 totalClaimed)"
    );

    function channelId(bytes32 separator, IBatchSettlement.ChannelConfig calldata config)
        internal
        pure
        returns (bytes32)
    {
        return _digest(separator, keccak256(abi.encode(CHANNEL_CONFIG_TYPEHASH, config)));
    }

    function voucher(bytes32 separator, bytes32 id, uint128 maxClaimableAmount) internal pure returns (bytes32) {
        return _digest(separator, keccak256(abi.encode(VOUCHER_TYPEHASH, id, maxClaimableAmount)));
    }

    function refund(bytes32 separator, bytes32 id, uint256 nonce, uint128 amount) internal pure returns (bytes32) {
        return _digest(separator, keccak256(abi.encode(REFUND_TYPEHASH, id, nonce, amount)));
    }

    function claimBatch(bytes32 separator, IBatchSettlement.VoucherClaim[] calldata rows)
        internal
        pure
        returns (bytes32)
    {
        bytes32[] memory entries = new bytes32[](rows.length);
        for (uint256 i = 0; i < rows.length; ++i) {
            IBatchSettlement.Voucher calldata signed = rows[i].voucher;
            entries[i] = keccak256(
                abi.encode(
                    CLAIM_ENTRY_TYPEHASH,
                    channelId(separator, signed.channel),
                    signed.maxClaimableAmount,
                    rows[i].totalClaimed
                )
            );
        }
        bytes32 list = keccak256(abi.encodePacked(entries));
        return _digest(separator, keccak256(abi.encode(CLAIM_BATCH_TYPEHASH, list)));
    }

    function _digest(bytes32 separator, bytes32 structHash) private pure returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(separator, structHash);
    }
}
