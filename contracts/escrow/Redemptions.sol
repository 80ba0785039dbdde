// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Signatures} from "../types/Signatures.sol";
import {SignaturesP256} from "../types/SignaturesP256.sol";
import {AccountSlot} from "./AccountSlot.sol";
import {ChannelSlot} from "./ChannelSlot.sol";
import {Channels} from "./Channels.sol";
import {EscrowHash} from "./EscrowHash.sol";
import {IChannels} from "./IChannels.sol";
import {PackedRow, PackedVouchers} from "./PackedVouchers.sol";

/// @title Vouchers turned into money
/// @dev Nothing here calls anybody's code. A voucher that cannot be paid says so in an event and leaves the others alone.
abstract contract Redemptions is Channels {
    uint256 private constant LONGEST_BATCH = 256;

    /// @inheritdoc IChannels
    function redeem(address token, address payee, Redemption[] calldata items)
        external
        unlocked
        returns (uint256 paid)
    {
        _requireBatch(items.length);
        bytes32 separator = _domainSeparator();
        for (uint256 i = 0; i < items.length; ++i) {
            Redemption calldata item = items[i];
            (address payer, address signer, uint256 cumulative) = (item.payer, item.signer, item.cumulative);
            bytes32 channelId = EscrowHash.channelId(payer, signer, payee, token, item.closeDelay, item.salt);
            // At most 256 sums below 2^96.
            unchecked {
                paid += _redeem(
                    separator, channelId, token, payer, signer, cumulative, item.receiptsRoot, item.r, item.vs
                );
            }
        }
        _credit(payee, token, paid);
    }

    /// @inheritdoc IChannels
    function redeemPacked(bytes calldata packed) external unlocked returns (uint256 paid) {
        uint256 count = PackedVouchers.count(packed);
        _requireBatch(count);
        (address token, address payee) = PackedVouchers.head(packed);
        bytes32 separator = _domainSeparator();
        for (uint256 i = 0; i < count; ++i) {
            PackedRow row = PackedVouchers.row(packed, i);
            (address payer, address signer, uint256 cumulative) = (row.payer(), row.signer(), row.cumulative());
            bytes32 channelId = EscrowHash.channelId(payer, signer, payee, token, row.closeDelay(), row.salt());
            (bytes32 receiptsRoot, bytes32 r, bytes32 vs) = row.signed();
            unchecked {
                paid += _redeem(separator, channelId, token, payer, signer, cumulative, receiptsRoot, r, vs);
            }
        }
        _credit(payee, token, paid);
    }

    /// @inheritdoc IChannels
    function redeemP256(address token, address payee, RedemptionP256[] calldata items)
        external
        unlocked
        returns (uint256 paid)
    {
        _requireBatch(items.length);
        bytes32 separator = _domainSeparator();
        for (uint256 i = 0; i < items.length; ++i) {
            unchecked {
                paid += _redeemP256(separator, token, payee, items[i]);
            }
        }
        _credit(payee, token, paid);
    }

    function _requireBatch(uint256 length) private pure {
        if (length > LONGEST_BATCH) revert Escrow_BatchTooLong(LONGEST_BATCH, length);
    }

    function _redeem(
        bytes32 separator,
        bytes32 channelId,
        address token,
        address payer,
        address signer,
        uint256 cumulative,
        bytes32 receiptsRoot,
        bytes32 r,
        bytes32 vs
    ) private returns (uint256) {
        ChannelSlot slot = _channels[channelId];
        if (!_isDue(channelId, slot, cumulative)) return 0;
        bytes32 digest = EscrowHash.voucherDigest(separator, channelId, cumulative, receiptsRoot);
        if (!Signatures.isCompactOf(signer, digest, r, vs)) return _refuse(channelId, Refusal.SignatureInvalid);
        return _pay(channelId, slot, token, payer, cumulative, receiptsRoot);
    }

    function _redeemP256(bytes32 separator, address token, address payee, RedemptionP256 calldata item)
        private
        returns (uint256)
    {
        uint256 cumulative = item.cumulative;
        bytes32 channelId = EscrowHash.channelId(
            item.payer, EscrowHash.signerOfP256(item.x, item.y), payee, token, item.closeDelay, item.salt
        );
        ChannelSlot slot = _channels[channelId];
        if (!_isDue(channelId, slot, cumulative)) return 0;
        bytes32 digest = EscrowHash.voucherDigest(separator, channelId, cumulative, item.receiptsRoot);
        if (!SignaturesP256.isOf(item.x, item.y, digest, item.r, item.s)) {
            return _refuse(channelId, Refusal.SignatureInvalid);
        }
        return _pay(channelId, slot, token, item.payer, cumulative, item.receiptsRoot);
    }

    function _isDue(bytes32 channelId, ChannelSlot slot, uint256 cumulative) private returns (bool) {
        if (slot.pays() && cumulative > slot.redeemed()) return true;
        if (slot.pays()) _refuse(channelId, Refusal.NothingDue);
        else _refuse(channelId, slot.state() == ChannelState.Closed ? Refusal.Closed : Refusal.NeverOpened);
        return false;
    }

    function _refuse(bytes32 channelId, Refusal reason) private returns (uint256) {
        emit RedemptionRefused(channelId, reason);
        return 0;
    }

    /// @param cumulative More than what was redeemed.
    /// @return amount What reservation and free money hold of the difference.
    function _pay(
        bytes32 channelId,
        ChannelSlot slot,
        address token,
        address payer,
        uint256 cumulative,
        bytes32 receiptsRoot
    ) private returns (uint256 amount) {
        unchecked {
            amount = cumulative - slot.redeemed();
            uint256 reserved = slot.reserved();
            if (amount > reserved) {
                amount = reserved + _payFree(channelId, slot.epoch(), token, payer, amount - reserved);
                if (amount == 0) return 0;
                slot = slot.paid(amount, reserved);
            } else {
                slot = slot.paid(amount, amount);
            }
        }
        _channels[channelId] = slot;
        emit Redeemed(channelId, uint96(slot.redeemed()), receiptsRoot);
    }

    /// @return amount What the payer's free money has of `wanted`: none once its epoch was raised.
    function _payFree(bytes32 channelId, uint24 epoch, address token, address payer, uint256 wanted)
        private
        returns (uint256 amount)
    {
        AccountSlot account = _accounts[payer][token];
        bool current = account.epoch() == epoch;
        amount = current ? account.free() : 0;
        if (amount < wanted) {
            Shortfall reason = current ? Shortfall.AccountLow : Shortfall.EpochRaised;
            emit RedemptionShort(channelId, uint96(wanted - amount), reason);
        } else {
            amount = wanted;
        }
        if (amount != 0) _accounts[payer][token] = account.minus(amount);
    }
}
