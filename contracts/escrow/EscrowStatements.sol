// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {TypedData} from "../types/TypedData.sol";
import {EscrowHash} from "./EscrowHash.sol";
import {IChannels} from "./IChannels.sol";
import {IEscrow} from "./IEscrow.sol";
import {IEscrowStatements} from "./IEscrowStatements.sol";

/// @title EscrowStatements
/// @dev Apart from the escrow, because every function there makes each call of the others a little dearer.
contract EscrowStatements is IEscrowStatements {
    using EscrowHash for IChannels.Channel;
    using EscrowHash for IEscrow.OperatorGrant;
    using EscrowHash for IEscrow.Withdrawal;

    /// @inheritdoc IEscrowStatements
    address public immutable escrow;

    constructor(address escrow_) {
        escrow = escrow_;
    }

    /// @inheritdoc IEscrowStatements
    function hashStructChannel(IChannels.Channel calldata channel) external pure returns (bytes32) {
        return channel.hash();
    }

    /// @inheritdoc IEscrowStatements
    function hashOpenChannel(IChannels.Channel calldata channel, uint96 reserve, uint24 epoch, uint40 deadline)
        external
        view
        returns (bytes32)
    {
        return _digest(EscrowHash.openChannel(channel.hash(), reserve, epoch, deadline));
    }

    /// @inheritdoc IEscrowStatements
    function hashTopUpChannel(bytes32 channelId, uint96 amount, uint32 nonce, uint40 deadline)
        external
        view
        returns (bytes32)
    {
        return _digest(EscrowHash.topUpChannel(channelId, amount, nonce, deadline));
    }

    /// @inheritdoc IEscrowStatements
    function hashStartClose(bytes32 channelId, uint40 deadline) external view returns (bytes32) {
        return _digest(EscrowHash.startClose(channelId, deadline));
    }

    /// @inheritdoc IEscrowStatements
    function hashCloseChannel(bytes32 channelId, uint96 redeemed, uint40 deadline) external view returns (bytes32) {
        return _digest(EscrowHash.closeChannel(channelId, redeemed, deadline));
    }

    /// @inheritdoc IEscrowStatements
    function hashVoucher(IChannels.Voucher calldata voucher) external view returns (bytes32) {
        return EscrowHash.voucherDigest(_separator(), voucher.channelId, voucher.cumulative, voucher.receiptsRoot);
    }

    /// @inheritdoc IEscrowStatements
    function hashWithdrawal(IEscrow.Withdrawal calldata withdrawal) external view returns (bytes32) {
        return _digest(withdrawal.hash());
    }

    /// @inheritdoc IEscrowStatements
    function hashOperatorGrant(IEscrow.OperatorGrant calldata grant) external view returns (bytes32) {
        return _digest(grant.hash());
    }

    /// @inheritdoc IEscrowStatements
    function hashRaiseEpoch(address owner, address token, uint24 epoch, uint40 deadline)
        external
        view
        returns (bytes32)
    {
        return _digest(EscrowHash.raiseEpoch(owner, token, epoch, deadline));
    }

    /// @inheritdoc IEscrowStatements
    function hashSession(address owner, address key, address token, uint40 deadline) external view returns (bytes32) {
        return _digest(EscrowHash.session(owner, key, token, deadline));
    }

    /// @inheritdoc IEscrowStatements
    function hashStructFunding(address operator, bytes32 intent) external pure returns (bytes32) {
        return EscrowHash.funding(operator, intent);
    }

    function _digest(bytes32 structHash) private view returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(_separator(), structHash);
    }

    function _separator() private view returns (bytes32) {
        return TypedData.domainSeparator(EscrowHash.DOMAIN_NAME, escrow);
    }
}
