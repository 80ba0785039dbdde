// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "../escrow/IChannels.sol";
import {IJobMarket} from "../market/IJobMarket.sol";
import {ExecutionId} from "../types/Ids.sol";

/// @title Receipts: a lens over market and escrow that holds no money and no state
/// @notice `verify` and `verifyChannel` are views that a person can call from an explorer with the arguments that the clients
/// print.
interface IReceipts {
    struct Receipt {
        ExecutionId executionId;
        address node;
        uint128 units;
        IJobMarket.ReceiptDetails details;
    }

    /// @param recorded The market holds this very receipt for this job: settled or refused.
    /// @param state How the job stands. Only a settled state means that the receipt was paid; it says whether both sides signed,
    /// the buyer was silent, the resolver upheld it, or its silence split the amount.
    /// @param consistent Every field that receipt and order share is equal, and the amount is what the units come to.
    /// @param amount What the order pays for the receipt's units (a split or a refund pays less).
    /// @param receiptHash EIP-712 digest that the node signed.
    struct Verification {
        bool recorded;
        IJobMarket.JobState state;
        bool consistent;
        uint96 amount;
        bytes32 receiptHash;
    }

    /// @notice What shows that the signer of a channel accepted a receipt.
    /// @param cumulativeAfter What the channel owed with this receipt and all before it, as the leaf says.
    /// @param siblings Hashes beside the way from the leaf to the root, from below.
    /// @param cumulative Of the voucher. @param receiptsRoot Of the voucher.
    /// @param signature The voucher's: 65 or 64 bytes (ECDSA), or 128 bytes r, s, x, y (P-256, as vouchers
    /// are redeemed).
    struct VoucherProof {
        uint96 cumulativeAfter;
        bytes32[] siblings;
        uint96 cumulative;
        bytes32 receiptsRoot;
        bytes signature;
    }

    /// @param covered The channel's signer signed for this receipt, and at least `cumulativeAfter` was redeemed.
    /// @param state How the channel stands; a closed one keeps what was redeemed.
    /// @param consistent Receipt and channel agree in every field that they share, and the amount is what the units come to.
    /// @param amount What the receipt's own price pays for its units, at most the type's maximum.
    /// @param receiptHash EIP-712 digest that the node signed.
    /// @param included The receipt is a leaf of the voucher's tree, and the voucher promises at least `cumulativeAfter`.
    /// @param signed The voucher's signature is that of the channel's signer.
    /// @param redeemed All that was ever paid on the channel.
    struct ChannelVerification {
        bool covered;
        IChannels.ChannelState state;
        bool consistent;
        uint96 amount;
        bytes32 receiptHash;
        bool included;
        bool signed;
        uint96 redeemed;
    }

    /// @notice Checks a receipt against its order and the market's record. Reverts only if the chain is not the market's.
    function verify(Receipt calldata receipt, IJobMarket.JobOrder calldata order, IJobMarket.JobTerms calldata terms)
        external
        view
        returns (Verification memory);

    /// @notice Checks a receipt of a channel against a voucher and what the escrow paid. Reverts only if the chain is not the
    /// market's.
    /// @dev *Covered* says that the channel's signer accepted the receipt as part of a sum that was paid. It does not say that no
    /// other receipt was accepted for the same money: a signer may sign more than one tree. Sums are counted by `redeemed`.
    function verifyChannel(Receipt calldata receipt, IChannels.Channel calldata channel, VoucherProof calldata proof)
        external
        view
        returns (ChannelVerification memory);

    /// @notice Whether `node` signed the receipt (65 or 64 bytes, ECDSA).
    function isSignedByNode(Receipt calldata receipt, bytes calldata signature) external view returns (bool);

    /// @notice The leaf of a channel's receipt: keccak256(keccak256(abi.encode(receiptHash, sequence, cumulativeAfter))).
    function leafOf(bytes32 receiptHash, uint64 sequence, uint96 cumulativeAfter) external pure returns (bytes32);

    /// @notice The execution that a channel's receipt names: keccak256(abi.encode(channelId, sequence)).
    function channelExecutionIdOf(bytes32 channelId, uint64 sequence) external pure returns (ExecutionId);

    function market() external view returns (address);
    function escrow() external view returns (address);
}
