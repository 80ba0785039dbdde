// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IChannels} from "./IChannels.sol";
import {IEscrow} from "./IEscrow.sol";

/// @title What is signed for the escrow
/// @notice A lens: answers the EIP-712 hash of every statement that the escrow accepts a signature for. It holds nothing, and
/// the escrow does not know it.
interface IEscrowStatements {
    function escrow() external view returns (address);

    /// @notice A channel's id.
    function hashStructChannel(IChannels.Channel calldata channel) external pure returns (bytes32 channelId);

    /// @notice What a payer signs to open a channel.
    function hashOpenChannel(IChannels.Channel calldata channel, uint96 reserve, uint24 epoch, uint40 deadline)
        external
        view
        returns (bytes32 digest);

    /// @notice What a payer signs to top a reservation up.
    function hashTopUpChannel(bytes32 channelId, uint96 amount, uint32 nonce, uint40 deadline)
        external
        view
        returns (bytes32 digest);

    /// @notice What a payer signs to start a close.
    function hashStartClose(bytes32 channelId, uint40 deadline) external view returns (bytes32 digest);

    /// @notice What a payee signs to consent to a close.
    function hashCloseChannel(bytes32 channelId, uint96 redeemed, uint40 deadline)
        external
        view
        returns (bytes32 digest);

    /// @notice What a channel's signer signs.
    function hashVoucher(IChannels.Voucher calldata voucher) external view returns (bytes32 digest);

    /// @notice What an owner signs to withdraw.
    function hashWithdrawal(IEscrow.Withdrawal calldata withdrawal) external view returns (bytes32 digest);

    /// @notice What an owner signs to allow an operator.
    function hashOperatorGrant(IEscrow.OperatorGrant calldata grant) external view returns (bytes32 digest);

    /// @notice What an owner signs to raise its epoch.
    function hashRaiseEpoch(address owner, address token, uint24 epoch, uint40 deadline)
        external
        view
        returns (bytes32 digest);

    /// @notice What a key signs to serve an owner.
    function hashSession(address owner, address key, address token, uint40 deadline)
        external
        view
        returns (bytes32 digest);

    /// @notice The witness of a Permit2 signature, without a domain: Permit2 puts it into its own.
    function hashStructFunding(address operator, bytes32 intent) external pure returns (bytes32 structHash);
}
